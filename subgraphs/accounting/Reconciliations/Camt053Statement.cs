using System.Xml;
using System.Xml.Linq;

namespace FinFlow.Accounting;

/// <summary>Reads the booked entries of a camt.053 message (ISO 20022, BkToCstmrStmt), whichever version's namespace it bears.</summary>
internal static class Camt053Statement
{
    private const int DayCharacters = 10;

    // No document type, so no entities of its own and none from outside; and no resolver that could fetch something.
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };

    internal static Result<IReadOnlyList<StatementMovement>> Read(string content)
    {
        XDocument document;
        try
        {
            using var reader = XmlReader.Create(new StringReader(content), Safe);
            document = XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException problem)
        {
            return new StatementMalformed(Math.Max(problem.LineNumber, 1), "this is no well-formed XML without a document type.");
        }

        if (document.Root is not { } root || root.Name.LocalName != "Document" || Child(root, "BkToCstmrStmt") is not { } message)
        {
            return new StatementMalformed(1, "a camt.053 message is a Document with a BkToCstmrStmt.");
        }

        var movements = new List<StatementMovement>();
        foreach (var statement in Children(message, "Stmt"))
        {
            if (ReadStatement(statement, movements) is { } refusal)
            {
                return refusal;
            }
        }

        return movements;
    }

    private static Refusal? ReadStatement(XElement statement, List<StatementMovement> movements)
    {
        var before = movements.Count;
        foreach (var entry in Children(statement, "Ntry").Where(IsBooked))
        {
            if (!MovementOf(entry).TryGet(out var movement, out var refusal))
            {
                return refusal;
            }

            movements.Add(movement);
        }

        if (Balance(statement, "OPBD") is not { } opening || Balance(statement, "CLBD") is not { } closing)
        {
            return null;
        }

        return opening.Refusal ?? closing.Refusal ?? CheckBalance(opening.Value, closing.Value, movements.Skip(before));
    }

    private static StatementOutOfBalance? CheckBalance(Money opening, Money closing, IEnumerable<StatementMovement> movements)
    {
        var expected = Money.Sum([opening, .. movements.Select(movement => movement.Amount).Where(amount => amount.Currency == opening.Currency)], opening.Currency);
        return closing.Currency == expected.Currency && closing == expected ? null : new StatementOutOfBalance(expected, closing);
    }

    private static Result<Money>? Balance(XElement statement, string code)
    {
        if (Children(statement, "Bal").FirstOrDefault(balance => Text(balance, "Tp", "CdOrPrtry", "Cd") == code) is not { } balance)
        {
            return null;
        }

        var (amount, currency) = SignedAmount(balance);
        return StatementValues.MoneyOf(LineOf(balance), amount, currency);
    }

    private static Result<StatementMovement> MovementOf(XElement entry)
    {
        var (amount, currency) = SignedAmount(entry);
        var details = Child(entry, "NtryDtls") is { } all ? Child(all, "TxDtls") : null;
        // A time is cut to its day, as the bank's clock shows it.
        var date = Text(entry, "BookgDt", "Dt") ?? (Text(entry, "BookgDt", "DtTm") is { Length: > DayCharacters } time ? time[..DayCharacters] : null);
        var endToEnd = details is null ? null : Text(details, "Refs", "EndToEndId");
        return StatementValues.MovementOf(
            LineOf(entry),
            date,
            amount,
            currency,
            (endToEnd == "NOTPROVIDED" ? null : endToEnd) ?? Text(entry, "NtryRef") ?? Text(entry, "AcctSvcrRef"),
            (details is null ? null : Text(details, "RmtInf", "Ustrd")) ?? Text(entry, "AddtlNtryInf"));
    }

    /// <summary>The amount's text with the sign of the credit or debit indicator; null when one of them is missing.</summary>
    private static (string? Amount, string? Currency) SignedAmount(XElement element)
    {
        var amount = Child(element, "Amt");
        var text = amount?.Value.Trim();
        var sign = Text(element, "CdtDbtInd") switch { "CRDT" => "", "DBIT" => "-", _ => null };
        var isUnsigned = text is { Length: > 0 } && char.IsAsciiDigit(text[0]);
        return (sign is null || !isUnsigned ? null : sign + text, amount?.Attribute("Ccy")?.Value);
    }

    // Version 2 writes <Sts>BOOK</Sts>, later ones <Sts><Cd>BOOK</Cd></Sts>.
    private static bool IsBooked(XElement entry) => Child(entry, "Sts")?.Value.Trim() is null or "BOOK";

    private static string? Text(XElement element, params ReadOnlySpan<string> path)
    {
        var found = element;
        foreach (var name in path)
        {
            if (Child(found, name) is not { } next)
            {
                return null;
            }

            found = next;
        }

        return found.Value.Trim() is { Length: > 0 } text ? text : null;
    }

    private static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
