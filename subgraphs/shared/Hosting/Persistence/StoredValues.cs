using System.Text.Json;
using FinFlow.Finance;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FinFlow.Hosting;

internal sealed class CurrencyAsCode() : ValueConverter<Currency, string>(currency => currency.Code, code => Currency.Of(code));

internal sealed class CountryAsCode() : ValueConverter<CountryCode, string>(country => country.Alpha2, code => CountryCode.Of(code));

/// <summary>SQLite has no time type; whole microseconds are PostgreSQL's precision too, so both keep the same instant.</summary>
internal sealed class TimeAsMicroseconds() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks / TimeSpan.TicksPerMicrosecond,
    microseconds => new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero));

/// <summary>Npgsql refuses a time with another offset than zero.</summary>
internal sealed class TimeAsUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);

internal sealed class UpperSnakeCase<TEnum>() : ValueConverter<TEnum, string>(value => ToText(value), text => ToValue(text))
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Texts =
        Enum.GetValues<TEnum>().Distinct().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

    private static readonly Dictionary<string, TEnum> Values = Texts.ToDictionary(text => text.Value, text => text.Key);

    private static string ToText(TEnum value) => Texts[value];

    private static TEnum ToValue(string text) => Values[text];
}

internal sealed class EnumsAsUpperSnakeCase : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(PropertiesOf))
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type.IsEnum)
            {
                property.Builder.HasConversion((ValueConverter)Activator.CreateInstance(typeof(UpperSnakeCase<>).MakeGenericType(type))!);
            }
        }
    }

    private static IEnumerable<IConventionProperty> PropertiesOf(IConventionTypeBase type)
        => [.. type.GetProperties(), .. type.GetComplexProperties().SelectMany(complex => PropertiesOf(complex.ComplexType))];
}

internal sealed class VersionIsConcurrencyToken : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.FindProperty(FinFlowDbContext.VersionProperty) is { } version && version.ClrType == typeof(long))
            {
                version.Builder.IsConcurrencyToken(true);
            }
        }
    }
}
