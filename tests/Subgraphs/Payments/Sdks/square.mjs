// Square's own client against the emulator at the first argument. One line per thing that was seen.
import { SquareClient, WebhooksHelper } from 'square';

const [, , baseUrl, token, locationId, requestBody, signatureHeader, signatureKey, notificationUrl] = process.argv;
const square = new SquareClient({ baseUrl, token, maxRetries: 0 });
const tell = (what, value) => console.log(`${what} ${JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}n` : one))}`);
const refusalOf = (attempt) => attempt.then(() => 'none', (error) => [error.statusCode, error.errors[0].code]);
const usd = (amount) => ({ amount, currency: 'USD' });
const all = async (page) => { const things = []; for await (const thing of await page) things.push(thing); return things; };

const { customer } = await square.customers.create({ idempotencyKey: 'cus:1', referenceId: 'ref' });
const { card } = await square.cards.create({ idempotencyKey: 'card:1', sourceId: 'cnon:card-ok', card: { customerId: customer.id } });
tell('card', [card.cardBrand, card.last4, card.expMonth, card.expYear, card.enabled, card.customerId === customer.id]);

const wanted = { sourceId: card.id, customerId: customer.id, amountMoney: usd(10000n), autocomplete: false, locationId, referenceId: 'pay_1' };
const { payment } = await square.payments.create({ ...wanted, idempotencyKey: 'pay_1' });
tell('payment', [payment.status, payment.amountMoney, payment.cardDetails.status, payment.referenceId]);
tell('same key', (await square.payments.create({ ...wanted, idempotencyKey: 'pay_1' })).payment.id === payment.id);
tell('lowered', (await square.payments.update({ paymentId: payment.id, idempotencyKey: 'lower', payment: { amountMoney: usd(8000n) } })).payment.totalMoney);
const { payment: paid } = await square.payments.complete({ paymentId: payment.id });
tell('completed', [paid.status, paid.processingFee.map((fee) => fee.amountMoney.amount), typeof paid.cardDetails.cardPaymentTimeline.capturedAt]);
const { refund } = await square.refunds.refundPayment({ idempotencyKey: 'rfd_1', paymentId: payment.id, amountMoney: usd(3000n), reason: 'rfd_1' });
tell('refund', [refund.status, refund.amountMoney.amount, (await square.refunds.get({ refundId: refund.id })).refund.reason]);
tell('too much', await refusalOf(square.refunds.refundPayment({ idempotencyKey: 'rfd_2', paymentId: payment.id, amountMoney: usd(9000n) })));
tell('payment since', (({ refundIds, refundedMoney }) => [refundIds.length, refundedMoney.amount])((await square.payments.get({ paymentId: payment.id })).payment));

const { payment: released } = await square.payments.create({ ...wanted, idempotencyKey: 'pay_2' });
tell('released', (await square.payments.cancel({ paymentId: released.id })).payment.status);
const { card: poor } = await square.cards.create({ idempotencyKey: 'card:2', sourceId: 'cnon:card-declined', card: { customerId: customer.id } });
tell('declined', await refusalOf(square.payments.create({ ...wanted, sourceId: poor.id, idempotencyKey: 'pay_3' })));
tell('payments', (await all(square.payments.list({ locationId }))).map((one) => one.status));
tell('refunds', (await all(square.refunds.list({ locationId }))).map((one) => one.amountMoney.amount));

tell('disabled', [(await square.cards.disable({ cardId: card.id })).card.enabled, await refusalOf(square.cards.disable({ cardId: card.id }))]);
await square.customers.delete({ customerId: customer.id });
tell('deleted', await refusalOf(square.customers.delete({ customerId: customer.id })));
const isGenuine = (body) => WebhooksHelper.verifySignature({ requestBody: body, signatureHeader, signatureKey, notificationUrl });
tell('event', [await isGenuine(requestBody), await isGenuine(`${requestBody} `)]);
