namespace FinFlow.AllInOne;

/// <summary>A user of the demo. The passwords are printed, because there is nothing here to protect.</summary>
internal sealed record DemoPerson(string Name, string Email, string Password, string Role)
{
    public static DemoPerson Merchant { get; } = new("Mara Lindqvist", "merchant@demo.finflow.example", "harbour-coffee-roasters", "MERCHANT");

    public static DemoPerson Admin { get; } = new("Administrator", "admin@demo.finflow.example", "the-keys-to-the-harbour", "ADMIN");

    public static IReadOnlyList<DemoPerson> Staff { get; } =
    [
        new("Ilse Baumgartner", "accountant@demo.finflow.example", "two-sides-to-every-entry", "ACCOUNTANT"),
        new("Tomás Ferreira", "analyst@demo.finflow.example", "a-trend-is-not-a-promise", "ANALYST"),
        new("Noor El-Amin", "compliance@demo.finflow.example", "trust-but-keep-the-receipt", "COMPLIANCE_OFFICER"),
    ];

    public static IReadOnlyList<DemoPerson> All { get; } = [Merchant, .. Staff, Admin];
}
