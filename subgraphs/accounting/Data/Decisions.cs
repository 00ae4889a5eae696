namespace FinFlow.Accounting;

/// <summary>Load → decide → save as one transaction, begun before the read, so that what was decided on is what is changed.</summary>
internal static class Decisions
{
    private const int AttemptsMax = 5;

    extension(AccountingDbContext db)
    {
        /// <summary>
        /// A refusal rolls everything back. Whoever loses against another writer decides again on what that one left; after five
        /// lost races in a row the answer is <see cref="BookBusy"/>.
        /// </summary>
        public async Task<Result<T>> DecideAsync<T>(Func<Task<Result<T>>> decide, CancellationToken cancellationToken)
            where T : notnull
        {
            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                try
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                    var result = await decide();
                    if (!result.IsRefused)
                    {
                        await db.SaveChangesAsync(cancellationToken);
                        await transaction.CommitAsync(cancellationToken);
                    }

                    return result;
                }
                catch (Exception exception) when (attempt < AttemptsMax && exception.IsLostRace())
                {
                    // Somebody else changed what was read, or wrote a key in the meantime: look again.
                }
                catch (DbUpdateConcurrencyException)
                {
                    break;
                }
                finally
                {
                    db.ChangeTracker.Clear();
                    db.Moved.Clear();
                }
            }

            return new BookBusy();
        }

        /// <summary>Decides once for each request, one after another in each book. Asked again, it answers with what the request made, as that is now.</summary>
        public Task<Result<T>> DecideOnceAsync<T>(
            Request request, Func<string, Task<T?>> find, Func<Task<Result<T>>> decide, Func<T, string> idOf, TimeProvider clock, CancellationToken cancellationToken)
            where T : class
            => db.DecideAsync(
                async () =>
                {
                    db.TakeTurn(request.OrganizationId);
                    var answered = await db.AnsweredRequests.AsNoTracking().SingleOrDefaultAsync(
                        known => known.OrganizationId == request.OrganizationId && known.Operation == request.Operation && known.Key == request.Key,
                        cancellationToken);
                    if (answered is not null)
                    {
                        return answered.InputHash != request.InputHash ? new IdempotencyKeyReused(request.Key)
                            : await find(answered.ResultId) ?? throw new InvalidOperationException($"{answered.ResultId} was made and is gone.");
                    }

                    return (await decide()).Then<T>(made =>
                    {
                        db.Add(new AnsweredRequest
                        {
                            OrganizationId = request.OrganizationId,
                            Operation = request.Operation,
                            Key = request.Key,
                            InputHash = request.InputHash,
                            ResultId = idOf(made),
                            AnsweredAt = clock.GetUtcNow(),
                        });
                        return made;
                    });
                },
                cancellationToken);
    }
}
