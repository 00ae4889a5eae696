using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Cli;

/// <summary>
/// `finflow plan -c schema/gateway.graphql -q HomeScreen.graphql`: the operation as the planner sees it, then which source is asked what, in
/// which order, and with which keys.
/// </summary>
internal static class PlanCommand
{
    public const string Usage = "-c <gateway.graphql> -q <operation.graphql> [-n <operation name>] [-v <variables as JSON>]";

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Read(words, ("-c", "--schema"), ("-q", "--query"), ("-n", "--name"), ("-v", "--variables"));
        if (await CommandTable.RefuseAsync("plan", Usage, arguments, error)
            || await CommandTable.DemandAsync("plan", Usage, "no composed schema is given", arguments.All("-c"), error)
            || await CommandTable.DemandAsync("plan", Usage, "no operation is given", arguments.All("-q"), error))
        {
            return ExitCode.Usage;
        }

        var schema = CompositeSchema.Load(await File.ReadAllTextAsync(arguments.One("-c")!));
        var (explanation, refusal) = PlanExplanation.Of(schema, new OperationRequest
        {
            Document = await File.ReadAllBytesAsync(arguments.One("-q")!),
            OperationName = arguments.One("-n"),
            Variables = Encoding.UTF8.GetBytes(arguments.One("-v") ?? "{}"),
        });
        if (explanation is null)
        {
            await error.WriteLineAsync(Encoding.UTF8.GetString(refusal!.Body.WrittenSpan));
            return ExitCode.Refused;
        }

        await output.WriteAsync(explanation.ToString());
        return ExitCode.Success;
    }
}
