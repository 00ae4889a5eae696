using System.Text;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>A plan as text: one paragraph per request, in the order in which they can start; what is deferred follows, part by part.</summary>
internal static class PlanPrinter
{
    public static string Print(Plan plan)
    {
        var text = new StringBuilder();
        foreach (var field in plan.GatewayFields)
        {
            text.Append("gateway answers ").Append(field.Field.ResponseName).Append("\n\n");
        }

        foreach (var group in plan.Groups.Where(group => group.Part.IsInitial))
        {
            Print(text, plan, group);
        }

        // In the order of their requests; parts without requests come with what was fetched before.
        foreach (var part in plan.Groups.Select(group => group.Part).Where(part => !part.IsInitial).Concat(plan.Later).Distinct())
        {
            text.Append("later, for ").AppendJoin(" and ", part.Usages).Append('\n');
            text.Append(plan.Early.Contains(part) ? $"  fetched before: {string.Join(", ", plan.Early[part])}\n" : "").Append('\n');
            foreach (var group in plan.Groups.Where(group => group.Part == part))
            {
                Print(text, plan, group);
            }
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Print(StringBuilder text, Plan plan, StepGroup group)
    {
        text.Append("request ").Append(group.Index + 1).Append(" to ").Append(plan.Sources[group.Source]);
        var before = plan.Groups.Where(other => other.Dependents.Contains(group.Index)).Select(other => $"{other.Index + 1}").ToList();
        text.Append(before.Count > 0 ? $" after {string.Join(", ", before)}" : "").Append('\n');
        foreach (var step in group.Steps)
        {
            Print(text, step);
        }

        text.Append('\n');
    }

    private static void Print(StringBuilder text, PlanStep step)
    {
        foreach (var target in step.Targets.Where(_ => !step.IsRoot))
        {
            text.Append("  for ").Append(target.Path);
            text.Append(target.Keys.Count == 0 ? "" : $" with {string.Join(", ", target.Keys.Select(key => $"${key.Name} = {key.Map}"))}").Append('\n');
        }

        foreach (var line in SyntaxPrinter.Print(Parser.Parse(step.Operation.Text)).TrimEnd().Split('\n'))
        {
            text.Append("    ").Append(line).Append('\n');
        }
    }
}
