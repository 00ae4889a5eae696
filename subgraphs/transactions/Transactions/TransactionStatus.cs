namespace FinFlow.Transactions;

public enum TransactionType { Deposit, Withdrawal, Transfer, Payment, LoanDisbursement, LoanRepayment, Fee, Interest, Refund, Other }

public enum TransactionStatus { Pending, Processing, Completed, Failed, Cancelled, Reversed, Held, Rejected }

/// <summary>HIGH and CRITICAL transactions are held for a reviewer.</summary>
public enum RiskLevel { Low, Medium, High, Critical }
