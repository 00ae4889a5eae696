namespace FinFlow.Analytics;

/// <summary>A time of the day has hours and minutes.</summary>
public sealed record ScheduleTimeInvalid() : Refusal("The time must be hours and minutes of the day, such as 07:30.");

/// <summary>The IANA database has no such time zone.</summary>
public sealed record TimeZoneUnknown() : Refusal("The time zone must be a name of the IANA database, such as Europe/Berlin.");

/// <summary>The day does not go with the frequency.</summary>
public sealed record ScheduleDayInvalid()
    : Refusal("A weekly schedule needs a weekday, a monthly one a dayOfMonth from 1 to 31, and a daily one neither.");

/// <summary>There are too few recipients, too many, or one twice.</summary>
public sealed record RecipientsInvalid(int RecipientsMax) : Refusal($"Give 1 to {RecipientsMax} recipients, each once.");

/// <summary>A recipient is no e-mail address.</summary>
/// <param name="Index">Which one, counted from 0.</param>
public sealed record RecipientAddressInvalid(int Index) : Refusal($"Recipient {Index} is not an e-mail address.");

/// <summary>The organisation has as many schedules as it may have.</summary>
public sealed record ScheduleLimitReached(int SchedulesMax) : Refusal($"An organisation has at most {SchedulesMax} schedules; cancel one first.");

/// <summary>There is no such schedule of the caller's organisation.</summary>
public sealed record ScheduleNotFound(string Id) : Refusal("There is no schedule with this id.");

/// <summary>The schedule was cancelled before.</summary>
public sealed record ScheduleAlreadyCancelled(DateTimeOffset CancelledAt)
    : Refusal(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The schedule was cancelled on {CancelledAt.UtcDateTime:yyyy-MM-dd}."));
