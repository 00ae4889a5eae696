using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

public sealed class PayPalJourneyTests : ProcessorJourney
{
    protected override string Name => "paypal";

    private protected override async Task<ProcessorEmulator> StartProcessorAsync() => await PayPalEmulator.StartAsync();
}
