// GET /v1/checkout/sessions/{id}: who is calling, the session, and the session as Stripe shows it.
import { createHash } from "node:crypto";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

const table = new DynamoDBClient({});
const TableName = process.env.TABLE_NAME;
const CACHED_SECONDS = 60;
const callers = new Map();

export async function handler(event) {
  try {
    const caller = await authorise(event.headers.authorization);
    const id = event.pathParameters.id;
    const stored = await item(`S#${id}`, "S");
    if (!stored || stored.account.S !== caller.account || id.startsWith("cs_live_") !== caller.livemode) {
      return refusal(404, "invalid_request_error", `No such checkout.session: ${id}`, { code: "resource_missing", param: "id" });
    }
    return reply(200, shown(JSON.parse(stored.body.S).session, event.headers.host));
  } catch (problem) {
    if (problem.refusal) return problem.refusal;
    throw problem;
  }
}

async function authorise(authorization = "") {
  const key = authorization.replace(/^Bearer /, "");
  const hash = createHash("sha256").update(key).digest("hex");
  const now = Date.now() / 1000;
  const known = callers.get(hash);
  if (known && now < known.seen + CACHED_SECONDS) return known;
  const stored = await item(`KEY#${hash}`, "KEY");
  const caller = stored && JSON.parse(stored.body.S);
  if (!caller || caller.revoked) throw { refusal: refusal(401, "invalid_request_error", "Invalid API Key provided") };
  caller.seen = now;
  callers.set(hash, caller);
  return caller;
}

async function item(pk, sk) {
  const Key = { pk: { S: pk }, sk: { S: sk } };
  const answer = await table.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return answer.Item;
}

function shown(session, host) {
  const { settings = {}, gathered = {}, state, totals } = session;
  const lapsed = state.status === "open" && !state.attempt && session.expires_at <= Date.now() / 1000;
  const status = lapsed ? "expired" : state.status;
  return {
    id: session.id,
    object: "checkout.session",
    amount_subtotal: totals?.subtotal ?? null,
    amount_total: totals?.total ?? null,
    cancel_url: settings.cancel_url ?? null,
    client_reference_id: settings.client_reference_id ?? null,
    created: Math.floor(session.created / 1000),
    currency: session.currency ?? null,
    customer: gathered.customer ?? null,
    customer_details: gathered.customer_details ?? null,
    expires_at: session.expires_at,
    livemode: session.id.startsWith("cs_live_"),
    metadata: session.metadata ?? {},
    mode: session.mode,
    payment_method_types: settings.payment_method_types ?? ["card"],
    payment_status: state.payment ?? "unpaid",
    shipping_options: session.shipping ?? [],
    status,
    success_url: settings.success_url ?? null,
    ui_mode: session.ui_mode,
    url: status === "open" ? `https://${host}/c/pay/${session.id}/${session.token}` : null,
  };
}

function refusal(status, type, message, more = {}) {
  return reply(status, { error: { type, message, ...more } });
}

function reply(statusCode, body) {
  console.log(JSON.stringify({ level: "INFO", status: statusCode }));
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body), isBase64Encoded: false };
}
