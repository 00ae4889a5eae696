using System.Security.Cryptography;
using System.Text;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;

namespace FinFlow.GraphQL.Tests;

public sealed class ApiDocsTests
{
    private static readonly ApiDocsOptions Options = new()
    {
        Title = "Payments <API>",
        Permission = coordinate => coordinate == "Mutation.capturePayment" ? "payments:write" : null,
        ErrorCode = type => type == "PaymentNotCapturableError" ? "PAYMENT_NOT_CAPTURABLE" : null,
        Limits = [new("Page size", "at most 100", "More is refused.")],
        PlainEndpoints =
        [
            new("GET", "/exports/{token}", "Downloads a report.")
            {
                Parameters = new Dictionary<string, string> { ["token"] = "Signed, expires." },
                Responses = [new(200, "The file.", "text/csv"), new(410, "Expired.")],
            },
        ],
    };

    [Fact]
    public async Task An_operation_shows_its_signature_permission_input_result_and_errors()
    {
        var page = await RenderAsync();

        Assert.Contains("<h3>capturePayment</h3><span class=\"kind mutation\">mutation</span><span class=\"permission\" title=\"Permission\">payments:write</span>", page, StringComparison.Ordinal);
        Assert.Contains("<p>The same <code>idempotencyKey</code> with the same input gives the same payment.</p>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<pre><b>capturePayment</b>(input: <a href=\"#type-CapturePaymentInput\">CapturePaymentInput</a>!): <a href=\"#type-CapturePaymentPayload\">CapturePaymentPayload</a>!</pre>",
            page, StringComparison.Ordinal);
        Assert.Contains(
            "<h4>Input</h4><table><tr><th scope=\"row\"><code>paymentId</code></th><td class=\"t\"><code>ID!</code></td><td>The payment to capture.</td></tr>",
            page, StringComparison.Ordinal);
        Assert.Contains(
            "<code>PAYMENT_NOT_CAPTURABLE</code></th><td class=\"t\"><code><a href=\"#type-PaymentNotCapturableError\">PaymentNotCapturableError</a></code></td><td>The payment is not authorized.</td>",
            page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_the_schema_cannot_become_markup()
    {
        var page = await RenderAsync();

        Assert.Contains("<title>Payments &lt;API&gt;</title>", page, StringComparison.Ordinal);
        Assert.Contains("<p>An amount &amp; its currency.</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_leads_somewhere()
    {
        var page = await RenderAsync();
        var targets = page.Split("id=\"").Skip(1).Select(part => part.Split('"')[0]).ToHashSet(StringComparer.Ordinal);

        var dangling = page.Split("href=\"#").Skip(1).Select(part => part.Split('"')[0]).Where(link => !targets.Contains(link)).Distinct();

        Assert.Empty(dangling);
    }

    [Fact]
    public async Task The_policy_permits_the_pages_own_style_and_script_only()
    {
        await using var server = await StartAsync();
        using var response = await server.Client.GetAsync(new Uri(server.Url, "/api-docs"));
        var page = await response.Content.ReadAsStringAsync();

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        foreach (var element in new[] { "style", "script" })
        {
            var content = page.Split($"<{element}>")[1].Split($"</{element}>")[0];
            Assert.Contains($"{element}-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Plain_endpoints_have_an_openapi_document()
    {
        await using var server = await StartAsync();

        var document = await server.Client.GetStringAsync(new Uri(server.Url, "/api-docs/openapi.json"));

        Assert.Equal(
            """
            {
              "openapi": "3.1.1",
              "info": {
                "title": "Payments \u003CAPI\u003E",
                "version": "1.0"
              },
              "paths": {
                "/exports/{token}": {
                  "get": {
                    "summary": "Downloads a report.",
                    "parameters": [
                      {
                        "name": "token",
                        "in": "path",
                        "required": true,
                        "description": "Signed, expires.",
                        "schema": {
                          "type": "string"
                        }
                      }
                    ],
                    "responses": {
                      "200": {
                        "description": "The file.",
                        "content": {
                          "text/csv": {}
                        }
                      },
                      "410": {
                        "description": "Expired."
                      }
                    }
                  }
                }
              }
            }
            """,
            document);
    }

    [Fact]
    public async Task The_schema_is_served_as_text()
    {
        await using var server = await StartAsync();

        var text = await server.Client.GetStringAsync(new Uri($"{server.Url}/schema.graphql"));

        Assert.Equal(SchemaPrinter.Print(server.Executor.Schema), text);
    }

    private static async Task<string> RenderAsync()
    {
        await using var server = await StartAsync();
        return await server.Client.GetStringAsync(new Uri(server.Url, "/api-docs"));
    }

    private static async Task<GraphQLServer> StartAsync()
    {
        var executor = new ScriptedExecutor();
        return await GraphQLServer.StartAsync(configure: app => app.MapApiDocs("/api-docs", IRequestExecutor () => executor, Options));
    }
}
