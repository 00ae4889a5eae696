global using FinFlow.Finance;
