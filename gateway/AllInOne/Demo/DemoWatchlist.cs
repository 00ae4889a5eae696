namespace FinFlow.AllInOne;

/// <summary>A watchlist in FinFlow's CSV format. Every name in it is invented.</summary>
internal static class DemoWatchlist
{
    public const string Csv =
        """
        id,type,name,aliases,birthDate,country
        D-001,PERSON,Oskar Velibor Brandt,O. V. Brandt;Oscar Brand,1961-04-02,
        D-002,COMPANY,Kestrel Shipping & Trading FZE,Kestrel Trading,,AE
        D-003,PERSON,Amina Tolvaja Kessler,Amina Kesler,1974-11-19,SY
        D-004,VESSEL,Grey Heron,MV Grey Heron,,PA
        D-005,COMPANY,North Fjord Minerals Ltd,NFM Limited;North Fiord Minerals,,KP
        D-006,PERSON,Radomir Ivo Sztanek,Radomir Stanek,1983-07-30,
        D-007,COMPANY,Blue Lantern Remittance,Lantern Remit,,IR
        D-008,PERSON,Yusuf Daoud Haririan,Yousef Haririan,1958-01-12,IR

        """;
}
