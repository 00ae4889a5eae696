// PayPal's own client against the emulator at the first argument. One line per thing that was seen.
import http from 'node:http';
import { CheckoutPaymentIntent, Client, Environment, OrdersController, PaymentsController, TransactionSearchController, VaultController } from '@paypal/paypal-server-sdk';

const [, , address, oAuthClientId, oAuthClientSecret] = process.argv;
const { hostname, port } = new URL(address);

// The client knows PayPal's addresses alone; its requests are led here on their way, as they are.
const transport = { request: (options, answer) => http.request({ method: options.method, path: options.path, headers: options.headers, hostname, port }, answer) };
const client = new Client({
  clientCredentialsAuthCredentials: { oAuthClientId, oAuthClientSecret },
  environment: Environment.Sandbox,
  httpClientOptions: { retryConfig: { maxNumberOfRetries: 0 } },
  unstable_httpClientOptions: { transport, maxRedirects: 0 },
});
const [orders, payments, books, vault] = [OrdersController, PaymentsController, TransactionSearchController, VaultController].map((Controller) => new Controller(client));
const tell = (what, value) => console.log(`${what} ${JSON.stringify(value)}`);
const refusalOf = (attempt) => attempt.then(() => 'none', (error) => [error.statusCode, JSON.parse(error.body).details?.[0].issue ?? JSON.parse(error.body).name]);
const usd = (value) => ({ currencyCode: 'USD', value });
const prefer = 'return=representation';

const { result: kept } = await vault.createPaymentToken({ paypalRequestId: 'vault:1', body: { paymentSource: { token: { id: 'setup_visa', type: 'SETUP_TOKEN' } } } });
tell('card', [kept.id, kept.paymentSource.card.brand, kept.paymentSource.card.lastDigits, kept.paymentSource.card.expiry]);

const open = async (paypalRequestId) => (await orders.createOrder({
  paypalRequestId, prefer, body: { intent: CheckoutPaymentIntent.Authorize, purchaseUnits: [{ customId: 'pay_1', amount: usd('100.00') }] },
})).result;
const authorize = (id, vaultId, paypalRequestId = `authorize:${id}`) => orders.authorizeOrder({ id, paypalRequestId, prefer, body: { paymentSource: { card: { vaultId } } } });
const order = await open('order:1');
tell('order', [order.status, order.purchaseUnits[0].amount.value, (await open('order:1')).id === order.id]);
const authorized = (await authorize(order.id, kept.id)).result;
const [authorization] = authorized.purchaseUnits[0].payments.authorizations;
tell('authorized', [authorized.status, authorization.status, authorization.amount]);
tell('authorization', (await payments.getAuthorizedPayment({ authorizationId: authorization.id })).result.supplementaryData.relatedIds.orderId === order.id);
const { result: capture } = await payments.captureAuthorizedPayment({ authorizationId: authorization.id, prefer, body: { amount: usd('80.00'), finalCapture: true } });
tell('captured', [capture.status, capture.amount.value, capture.sellerReceivableBreakdown.paypalFee.value]);
const refund = (value) => payments.refundCapturedPayment({ captureId: capture.id, prefer, body: { amount: usd(value), invoiceId: 'rfd_1' } });
tell('refund', (({ status, amount, invoiceId }) => [status, amount.value, invoiceId])((await refund('30.00')).result));
tell('too much', await refusalOf(refund('90.00')));
tell('capture', (await payments.getCapturedPayment({ captureId: capture.id })).result.status);
const { payments: moved } = (await orders.getOrder({ id: order.id })).result.purchaseUnits[0];
tell('order since', [moved.authorizations[0].status, moved.captures.length, moved.refunds.map((one) => one.amount.value)]);
tell('second authorization', await refusalOf(authorize(order.id, kept.id, 'once more')));

const released = (await authorize((await open('order:2')).id, kept.id)).result.purchaseUnits[0].payments.authorizations[0];
tell('released', (await payments.voidPayment({ authorizationId: released.id, prefer })).result.status);
const { result: poor } = await vault.createPaymentToken({ paypalRequestId: 'vault:2', body: { paymentSource: { token: { id: 'setup_declined', type: 'SETUP_TOKEN' } } } });
tell('declined', await refusalOf(authorize((await open('order:3')).id, poor.id)));

const hourFromNow = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
const { result: found } = await books.searchTransactions({ startDate: hourFromNow(-1), endDate: hourFromNow(1), fields: 'transaction_info', pageSize: 500, page: 1 });
tell('books', found.transactionDetails.map(({ transactionInfo: line }) => [line.transactionEventCode, line.transactionAmount.value, line.feeAmount.value, line.customField]));
tell('forgotten', [(await vault.deletePaymentToken(kept.id)).statusCode, await refusalOf(vault.deletePaymentToken(kept.id))]);
