// What the page asks.

const Figures = `
  fragment Figures on Dashboard {
    from to currency
    revenue { amount currency } refunds { amount currency } fees { amount currency } netRevenue { amount currency } averagePayment { amount currency }
    paymentCount heldCount failedCount
    trend { date revenue { amount } refunds { amount } fees { amount } paymentCount }
    updatedAt
  }`;

export const Overview = `
  query DashboardOverview($range: AnalyticsRange!) {
    me { name email }
    dashboard(range: $range) { ...Figures }
    revenueAnalytics(range: $range) { growth refundRatio bySource { source revenue { amount currency } entryCount } }
    transactionAnalytics(range: $range) { transactionCount heldCount rejectedCount averageRiskScore byRiskLevel { riskLevel transactionCount } }
    metrics(first: 8) {
      nodes { id name description type series(range: $range) { total totalAmount { amount currency } days { date value } } }
    }
    payments(first: 8) {
      nodes { id reference status createdAt amount { amount currency } transaction { riskLevel } paymentMethod { brand last4 } }
    }
  }${Figures}`;

export const Updates = `
  subscription DashboardUpdates($range: AnalyticsRange!) {
    dashboardUpdated(range: $range) { ...Figures }
  }${Figures}`;
