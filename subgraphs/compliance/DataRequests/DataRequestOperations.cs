namespace FinFlow.Compliance;

[QueryType]
public static class DataRequestQueries
{
    /// <summary>A request of the caller's own; those who answer requests see all.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.DataRequestsRead)]
    public static async Task<DataRequest?> GetDataRequestAsync(
        [ID<DataRequest>] string id, Caller caller, IDataRequestByIdDataLoader requests, CancellationToken cancellationToken)
        => await requests.LoadAsync(id, cancellationToken) is { } request && caller.MaySee(request) ? request : null;

    /// <summary>The caller's own requests, or everybody's for those who answer them; the next due first.</summary>
    /// <param name="status">Only those that stand so.</param>
    /// <param name="isOverdue">Only those that should have been answered by now, or only the others.</param>
    [Authorize(Permissions.DataRequestsRead), UsePaging]
    public static Task<Connection<DataRequest>> GetDataRequestsAsync(
        DataRequestStatus? status, bool? isOverdue, PagingArguments paging, Caller caller, ComplianceDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (now, all) = (clock.GetUtcNow(), caller.Has(Permissions.ComplianceReview));
        return db.DataRequests.AsNoTracking()
            .Where(request => (all || request.UserId == caller.UserId)
                && (status == null || request.Status == status)
                && (isOverdue == null
                    || isOverdue == (request.DueAt < now && (request.Status == DataRequestStatus.Received || request.Status == DataRequestStatus.InProgress))))
            .OrderBy(request => request.DueAt).ThenBy(request => request.Id)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
    }

    /// <summary>Which personal data is held where, why and for how long, and what an erasure does to it.</summary>
    [Authorize]
    public static IReadOnlyList<DataCategory> GetDataRegister() => DataRegister.Categories;
}

[MutationType]
public static class DataRequestMutations
{
    /// <summary>
    /// Asks for one's own data, or for their correction, restriction or erasure. All but a rectification in words are answered by the
    /// subgraphs within moments; an erasure ends the caller's account.
    /// </summary>
    /// <param name="details">At most 2,000 characters.</param>
    /// <param name="correctName">With RECTIFICATION: the right name, which is taken over everywhere.</param>
    /// <param name="correctEmail">With RECTIFICATION: the right e-mail address, with which one logs in from then on; the old one is told. Refused when somebody else has it.</param>
    [Authorize(Permissions.DataRequestsWrite)]
    [Error<DetailsTooLong>, Error<DetailsInvalid>, Error<CorrectionInvalid>, Error<CorrectEmailInvalid>, Error<CorrectionRequired>, Error<AdministratorNotErasable>, Error<DataRequestOpenAlready>, Error<DataRequestBusy>]
    public static Task<Result<DataRequest>> CreateDataRequestAsync(
        DataRequestType type, string? details, string? correctName, string? correctEmail, Caller caller, DataRequestDesk desk, CancellationToken cancellationToken)
        => desk.CreateAsync(new Wish(type, details, correctName, correctEmail), caller, cancellationToken);

    /// <summary>Gives a request two months more, once, within its first month.</summary>
    /// <param name="reason">What the person is told, 1 to 500 characters.</param>
    [Authorize(Permissions.ComplianceReview)]
    [Error<DataRequestNotFound>, Error<ReasonRequired>, Error<DataRequestNotOpen>, Error<DataRequestExtendedAlready>, Error<DataRequestOverdue>, Error<DataRequestBusy>]
    public static Task<Result<DataRequest>> ExtendDataRequestAsync(
        [ID<DataRequest>] string id, string reason, Caller caller, DataRequestDesk desk, CancellationToken cancellationToken)
        => desk.ExtendAsync(id, reason, caller, cancellationToken);

    /// <summary>Decides about a request that a person has to read: one that is RECEIVED.</summary>
    /// <param name="answer">What the person is told, 1 to 500 characters.</param>
    [Authorize(Permissions.ComplianceReview)]
    [Error<DataRequestNotFound>, Error<ReasonRequired>, Error<DataRequestNotOpen>, Error<DataRequestBusy>]
    public static Task<Result<DataRequest>> AnswerDataRequestAsync(
        [ID<DataRequest>] string id, DataRequestDecision decision, string answer, Caller caller, DataRequestDesk desk, CancellationToken cancellationToken)
        => desk.AnswerAsync(id, decision, answer, caller, cancellationToken);

    /// <summary>Ends a restriction: the data is processed again.</summary>
    [Authorize(Permissions.DataRequestsWrite)]
    [Error<DataRequestNotFound>, Error<RestrictionNotInForce>, Error<DataRequestBusy>]
    public static Task<Result<DataRequest>> LiftRestrictionAsync([ID<DataRequest>] string id, Caller caller, DataRequestDesk desk, CancellationToken cancellationToken)
        => desk.LiftAsync(id, caller, cancellationToken);
}
