using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

public sealed class StripeJourneyTests : ProcessorJourney
{
    protected override string Name => "stripe";

    private protected override async Task<ProcessorEmulator> StartProcessorAsync() => await StripeEmulator.StartAsync();
}
