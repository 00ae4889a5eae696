namespace FinFlow.Payments;

/// <summary>What a mail says about a payment.</summary>
internal static class PaymentLetter
{
    internal static Letter Write(PaymentNotice notice, string address, Payment payment)
    {
        var amount = notice.Amount;
        var (subject, happened) = notice.Kind switch
        {
            NoticeKind.Captured => ($"Payment of {amount} received", $"{amount} was collected."),
            NoticeKind.Refunded => ($"Refund of {amount} sent", $"{amount} went back to the customer."),
            NoticeKind.Failed => ($"Payment of {amount} failed", $"{amount} could not be collected: {Words(notice.Code)}."),
            NoticeKind.Held => ($"Payment of {amount} held", $"{amount} is set aside, and waits for a reviewer before it is collected."),
            _ => ($"Payment of {amount} disputed", $"The customer's bank took {amount} back: {Words(notice.Code)}."),
        };
        return new Letter(
            notice.Id,
            address,
            subject,
            FormattableString.Invariant($"""
            {happened}

            Payment    {payment.Id}
            Reference  {payment.Reference}
            Amount     {payment.Amount}
            Processor  {payment.Processor}
            Time       {notice.OccurredAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC

            You get this mail because you may read the payments of your organisation at FinFlow.

            """),
            notice.UserId);
    }

    private static string Words(string? code) => (code ?? "no reason was given").Replace('_', ' ').TrimEnd('.');
}
