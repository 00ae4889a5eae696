using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

public sealed class SquareJourneyTests : ProcessorJourney
{
    protected override string Name => "square";

    private protected override async Task<ProcessorEmulator> StartProcessorAsync() => await SquareEmulator.StartAsync();
}
