namespace FinFlow.Accounting;

/// <summary>The organisation has no such invoice.</summary>
public sealed record InvoiceNotFound(string Id) : Refusal("There is no such invoice.");

/// <summary>A customer's name has 1 to 200 characters.</summary>
public sealed record CustomerNameInvalid(int CharactersMax) : Refusal($"The customer's name has 1 to {CharactersMax} characters and no control characters.");

/// <summary>An invoice is due today or later.</summary>
public sealed record DueDatePassed(DateOnly DueDate) : Refusal($"The due date {DueDate:yyyy-MM-dd} has passed already.");

/// <summary>Only a draft can be issued.</summary>
public sealed record InvoiceNotIssuable(InvoiceStatus Status) : Refusal($"An invoice that is {Status.Word} cannot be issued.");

/// <summary>Only an issued invoice can be paid.</summary>
public sealed record InvoiceNotPayable(InvoiceStatus Status) : Refusal($"An invoice that is {Status.Word} cannot be paid.");

/// <summary>A paid invoice cannot be cancelled.</summary>
public sealed record InvoiceNotCancellable(InvoiceStatus Status) : Refusal($"An invoice that is {Status.Word} cannot be cancelled.");

internal static class InvoiceStatusWord
{
    extension(InvoiceStatus status)
    {
        public string Word => status == InvoiceStatus.Draft ? "a draft" : status.ToString().ToLowerInvariant();
    }
}
