using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>What planning may cost, and who may see a plan.</summary>
public abstract class PlanLimitTests(bool overHttp) : ShopTests(overHttp)
{
    [Fact]
    public async Task An_operation_that_needs_too_many_requests_in_a_row_is_refused()
    {
        var options = new FusionOptions { Planner = new PlannerOptions { DepthMax = 2 } };
        Assert.Equal(
            """{"errors":[{"message":"The operation needs more than 2 source requests one after another.","extensions":{"code":"PLAN_DEPTH_MAX"}}]}""",
            await Shop.AskAsync("{ me { reviews { author { name reviews { author { name reviews { body } } } } } } }", options: options));
    }

    [Fact]
    public async Task An_operation_that_selects_too_much_is_refused()
    {
        var options = new FusionOptions { Planner = new PlannerOptions { SelectionsMax = 5 } };
        Assert.Equal(
            """{"errors":[{"message":"The operation selects more than 5 fields, fragments expanded.","extensions":{"code":"SELECTIONS_MAX"}}]}""",
            await Shop.AskAsync("{ me { name email reviews { id body author { id } } } }", options: options));
    }

    [Fact]
    public async Task An_operation_that_needs_too_many_requests_is_refused()
    {
        var options = new FusionOptions { Planner = new PlannerOptions { StepsMax = 2 } };
        Assert.Equal(
            """{"errors":[{"message":"The operation needs more than 2 source requests.","extensions":{"code":"PLAN_STEPS_MAX"}}]}""",
            await Shop.AskAsync("{ me { reviews { product { name shipping } } } }", options: options));
    }

    [Fact]
    public async Task An_operation_whose_plans_are_too_many_to_compare_is_refused()
    {
        var options = new FusionOptions { Planner = new PlannerOptions { ExpandedNodesMax = 1, ExpandedNodesLimit = 2 } };
        Assert.Equal(
            """{"errors":[{"message":"Planning the operation takes too long; ask for less at once.","extensions":{"code":"PLAN_TOO_COMPLEX"}}]}""",
            await Shop.AskAsync("{ me { reviews { product { name shipping } } } }", options: options));
        Assert.All(Shop.Sources, source => Assert.Equal(0, source.Requests));
    }

    [Theory]
    [InlineData(true, "1", ""","extensions":{"plan":"request 1 to accounts\n    {\n      me {\n        name\n      }\n    }\n"}""")]
    [InlineData(true, "0", "")]
    [InlineData(false, "1", "")]
    public async Task The_plan_is_shown_on_request_where_that_is_allowed(bool isAllowed, string asked, string shown)
    {
        var executor = Shop.Executor(new FusionOptions { AllowPlanRequests = isAllowed });
        var request = new OperationRequest
        {
            Document = "{ me { name } }"u8.ToArray(), Headers = new Dictionary<string, string> { [FusionOptions.PlanHeader] = asked },
        };
        await using var result = (OperationResult)await executor.ExecuteAsync(request, CancellationToken.None);
        Assert.Equal($$$"""{"data":{"me":{"name":"Ada"}}{{{shown}}}}""", result.Body.ToString());
    }
}

public sealed class PlanLimitsInProcessTests() : PlanLimitTests(overHttp: false);

public sealed class PlanLimitsOverHttpTests() : PlanLimitTests(overHttp: true);
