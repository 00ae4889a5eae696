using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Gateway.Tests;

/// <summary>What is deferred, when it is announced, what it comes to: the same from a gateway over three sources as from one engine that has it all.</summary>
public abstract class EqualToEngineTests : BothTransports
{
    protected EqualToEngineTests(bool overHttp)
        : this(new Press(), overHttp)
    {
    }

    private EqualToEngineTests(Press press, bool overHttp)
        : base(press, overHttp) => Press = press;

    private Press Press { get; }

    public static TheoryData<string, string> Documents => new()
    {
        { "{ front { title ... @defer { body } } }", "" },
        { "{ front { ... @defer { body } } }", "" },
        { "{ ... @defer { front { title } } }", "" },
        { "{ front { title } ... @defer(label: \"all\") { front { title body } editor { name } } }", "" },
        { "{ feed { id ... @defer { body words } } }", "" },
        { "{ feed { title ... @defer(label: \"author\") { author { name } } } }", "" },
        { "{ feed { title author { id ... @defer { name email } } } }", "" },
        { "{ feed { ... @defer(label: \"mood\") { mood } title } }", "" },
        { "{ feed { ... @defer(label: \"pulse\") { pulse } title } }", "" },
        { "{ feed { title ... @defer(label: \"both\") { pulse mood } } }", "" },
        { "{ feed { pulse ... @defer { title } } }", "" },
        { "{ front { title ... @defer { related { title pulse } } } }", "" },
        { "{ front { title related { ... @defer { pulse title } } } }", "" },
        { "{ front { title ... @defer(label: \"one\") { subtitle } ... @defer(label: \"two\") { subtitle title words } } }", "" },
        { "{ front { title ... @defer(label: \"nothing new\") { title } } }", "" },
        { "{ front { ... @defer(label: \"outer\") { title ... @defer(label: \"inner\") { body author { name } } } } }", "" },
        { "{ front { ... @defer(label: \"outer\") { ... @defer(label: \"inner\") { body } } } }", "" },
        { "{ front { ... @defer(label: \"A\") { author { id } } author { ... @defer(label: \"B\") { name } } } }", "" },
        { "{ front { ... @defer(label: \"A\") { author { id name } } ... @defer(label: \"B\") { author { id email } } } }", "" },
        { "{ front { ... @defer(label: \"A\") { author { name } title } } ... @defer(label: \"B\") { front { author { name email } words } } }", "" },
        { "{ front { author { name } } ... @defer(label: \"deep\") { front { author { email } issue { pages } } } }", "" },
        { "{ nobody { title ... @defer { body } } editor { id ... @defer { name } } }", "" },
        { "{ gone { title ... @defer { body } } ... @defer(label: \"gone\") { again: gone { title } } }", "" },
        { "{ stats { visits ... @defer { since } } }", "" },
        { "{ stats { visits ... @defer { since top { title body } } } }", "" },
        { "{ stats { ... @defer(label: \"stats\") { since slogan top { title } } top { body } } }", "" },
        { "{ stats { history { number ... @defer { pages } } } }", "" },
        { "{ stats { history { number ... @defer { pages cover { title pulse } } } } }", "" },
        { "{ stats { history { number ... @defer { cover { title mood } } } } }", "" },
        { "{ front { issue { number ... @defer { pages } } } }", "" },
        { "{ front { issue { cover { id ... @defer { title mood } } } } }", "" },
        { "{ front { title ... @defer { issue { number pages cover { body } } } } }", "" },
        { "{ front { id ... @defer { headline } } }", "" },
        { "{ front { id ... @defer { headline title } } }", "" },
        { "{ front { work { __typename id ... on Article @defer { body title } } } }", "" },
        { "{ front { work { ... @defer { __typename title } } } }", "" },
        { "{ front { title ... @defer { __typename } } }", "" },
        { "{ ... @defer { __typename } editor { name } }", "" },
        { "{ ... @defer { __schema { queryType { name } } } editor { name } }", "" },
        { "{ front { ... F @defer(label: \"f\") ... F } } fragment F on Article { title body }", "" },
        { "{ front { ... F ... F @defer(label: \"f\") } } fragment F on Article { title body }", "" },
        { "{ ...F @defer(label: \"f\") ...G @defer(label: \"g\") } fragment F on Query { front { title author { name } } } fragment G on Query { front { author { email } words } stats { visits } }", "" },
        { "{ front { ... @defer(label: \"a\") { related { title ... @defer(label: \"b\") { body author { name } } } } } }", "" },
        { "{ feed { ... @defer(label: \"a\") { related { title ... @defer(label: \"b\") { pulse } } } } }", "" },
        { "{ front { ... @defer(label: \"fails\") { pulse related { pulse ... @defer { title } } } } feed { title } }", "" },
        { "{ ... @defer(label: \"A\") { front { issue { number } } } ... @defer(label: \"B\") { front { issue { pages } } } }", "" },
        { "{ ... @defer(label: \"A\") { stats { top { title } history { number } } } ... @defer(label: \"B\") { stats { top { body } history { pages } } editor { name } } }", "" },
        { "{ stats { top { title } ... @defer(label: \"A\") { top { issue { pages } } since } ... @defer(label: \"B\") { top { issue { number pages } } slogan } } }", "" },
        { "{ stats { ... @defer(label: \"A\") { history { number ... @defer(label: \"B\") { pages cover { pulse } } } } visits } }", "" },
        { "{ feed { ... @defer(label: \"A\") { issue { number cover { mood } } } ... @defer(label: \"B\") { issue { number cover { mood words } } author { email } } } }", "" },
        { "{ a: front { ... @defer(label: \"a\") { body } } b: front { ... @defer(label: \"b\") { body } } }", "" },
        { "{ front { t: title ... @defer { u: title t: title v: body } } }", "" },
        { "query ($d: Boolean!) { front { title ... @defer(if: $d) { body } } }", """{"d":true}""" },
        { "query ($d: Boolean!) { front { title ... @defer(if: $d) { body } } }", """{"d":false}""" },
        { "query ($d: Boolean) { front { title ... @defer(if: $d) { body } } }", "" },
        { "query ($d: Boolean) { front { title ... @defer(if: $d) { body } } }", """{"d":null}""" },
        { "query ($d: Boolean = false) { front { title ... @defer(if: $d) { body } } }", "" },
        { "query ($d: Boolean = true) { front { title ... @defer(if: $d) { body } } }", "" },
        { "query ($d: Boolean! $s: Boolean!) { front { title @skip(if: $s) ... @defer(if: $d) @include(if: $s) { body } ... @defer { words @skip(if: $d) mood } } }", """{"d":true,"s":true}""" },
        { "{ front { title ... @defer(if: false) { body } ... @defer(if: true) { words } } }", "" },
        { "mutation { publish(title: \"Wind\") { title ... @defer { body author { name } } } retract { id ... @defer { title mood } } }", "" },
        { "mutation { publish(title: \"Wind\") { id issue { number ... @defer { pages } } } }", "" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task The_gateway_delivers_what_an_engine_delivers(string document, string variables)
    {
        await using var services = Press.Engine();
        var expected = await DeliveredAnswer.OfAsync(services.GetRequiredService<IRequestExecutor>(), document, variables);

        Assert.Equal(expected.Describe(), (await DeliveredAnswer.OfAsync(Press.Executor(), document, variables)).Describe());
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Who_takes_no_parts_gets_the_same_in_one_piece(string document, string variables)
    {
        var parts = await DeliveredAnswer.OfAsync(Press.Executor(), document, variables);
        if (parts.Failed.Count > 0)
        {
            // In one piece a null that may not be takes more with it than a fragment.
            return;
        }

        await using var whole = await Press.Executor().ExecuteAsync(
            DeliveredAnswer.Request(document, variables) with { AllowIncrementalDelivery = false }, CancellationToken.None);
        Assert.Equal(parts.Data, DeliveredAnswer.DataOf(Assert.IsType<OperationResult>(whole).Body.ToString()));
    }
}

public sealed class EqualToEngineInProcessTests() : EqualToEngineTests(overHttp: false);

public sealed class EqualToEngineOverHttpTests() : EqualToEngineTests(overHttp: true);
