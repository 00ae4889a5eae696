// Stripe's own client against the emulator at the first argument. One line per thing that was seen.
import Stripe from 'stripe';

const [, , address, key, secret, event, signature] = process.argv;
const { hostname, port } = new URL(address);
const stripe = new Stripe(key, { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0, telemetry: false });
const tell = (what, value) => console.log(`${what} ${JSON.stringify(value)}`);
const refusalOf = (attempt) => attempt.then(() => 'none', (error) => [error.type, error.statusCode, error.code, error.decline_code ?? null]);

const customer = await stripe.customers.create({ email: 'ada@shop.example' });
tell('customer', [customer.object, (await stripe.customers.retrieve(customer.id)).email, (await stripe.customers.list()).data.length]);
const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
tell('method', [method.object, method.card.brand, method.card.last4, method.customer === customer.id]);
tell('methods', (await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data.map((one) => one.id === method.id));

const wanted = {
  amount: 10000, currency: 'usd', customer: customer.id, payment_method: method.id, capture_method: 'manual', confirm: true, metadata: { payment_id: 'pay_1' },
};
const intent = await stripe.paymentIntents.create(wanted, { idempotencyKey: 'pay_1' });
tell('intent', [intent.object, intent.status, intent.amount_capturable, intent.metadata, typeof intent.latest_charge]);
tell('same key', (await stripe.paymentIntents.create(wanted, { idempotencyKey: 'pay_1' })).id === intent.id);
tell('found', (await stripe.paymentIntents.search({ query: "metadata['payment_id']:'pay_1'" })).data.map((one) => one.id === intent.id));
tell('captured', (({ status, amount_received: received }) => [status, received])(await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 8000 })));
const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction'] });
tell('charge', [paid.latest_charge.object, paid.latest_charge.amount_captured, paid.latest_charge.balance_transaction.fee]);
const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 3000 });
tell('refund', [refund.object, refund.status, refund.amount, (await stripe.refunds.list({ payment_intent: intent.id })).data.length]);
tell('too much', await refusalOf(stripe.refunds.create({ payment_intent: intent.id, amount: 9000 })));
tell('second capture', await refusalOf(stripe.paymentIntents.capture(intent.id)));

const released = await stripe.paymentIntents.create({ ...wanted, metadata: {} });
tell('released', (await stripe.paymentIntents.cancel(released.id)).status);
const poor = await stripe.paymentMethods.attach('pm_card_chargeDeclinedInsufficientFunds', { customer: customer.id });
tell('declined', await refusalOf(stripe.paymentIntents.create({ ...wanted, payment_method: poor.id })));
tell('intents', (await stripe.paymentIntents.list()).data.map((one) => one.status));
const lines = [];
for await (const line of stripe.balanceTransactions.list({ expand: ['data.source'] })) lines.push([line.type, line.amount, line.fee, line.source.object]);
tell('balance', lines);

tell('detached', (await stripe.paymentMethods.detach(method.id)).customer);
tell('deleted', [(await stripe.customers.del(customer.id)).deleted, await refusalOf(stripe.customers.retrieve(customer.id))]);
tell('event', stripe.webhooks.constructEvent(event, signature, secret).type);
tell('forged event', (() => { try { return stripe.webhooks.constructEvent(`${event} `, signature, secret).type; } catch (error) { return error.type; } })());
