using FinFlow.Encryption;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Hosting;

/// <summary>Gives each encrypted property its converter, behind the one that makes it text.</summary>
internal sealed class EncryptedColumns(FieldCipher cipher) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.FindAnnotation(EncryptedProperties.Encrypted) is not null)
            {
                var sealing = new SealedText(cipher, EncryptedProperties.PlaceOf(property));

                // As a model says it, because a convention's word gives way to a converter that a model names.
                ((IMutableProperty)property).SetValueConverter(property.GetValueConverter()?.ComposeWith(sealing) ?? sealing);
            }
        }
    }
}

internal sealed class SealedText(FieldCipher cipher, string place)
    : ValueConverter<string, string>(plain => cipher.Seal(plain, place), stored => cipher.Open(stored, place));

/// <summary>The keys are part of a model, so each set of keys has a model of its own.</summary>
internal sealed class ModelOfKeys : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (context.GetType(), (context as FinFlowDbContext)?.Cipher, designTime);
}

/// <summary>Hands a context its cipher. It is no service of EF Core's, so that contexts of different keys share everything but their models.</summary>
internal sealed class EncryptionExtension(FieldCipher cipher) : IDbContextOptionsExtension
{
    public FieldCipher Cipher => cipher;

    public DbContextOptionsExtensionInfo Info => new Nothing(this);

    public void ApplyServices(Microsoft.Extensions.DependencyInjection.IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class Nothing(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Nothing;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
        }
    }
}
