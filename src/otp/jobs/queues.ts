import type { CallSite } from '../../elixir/model.js';
import { followValue } from '../../elixir/values.js';
import type { Expr } from '../../syntax/ast.js';

const SQS = 'Amazon SQS';
const RABBIT = 'RabbitMQ';
const KAFKA = 'Kafka';
const PUBSUB = 'Google Pub/Sub';
const REDIS = 'Redis';
const NATS = 'NATS';
const MQTT = 'MQTT';

/** `Module.function` → the queue that it takes messages from. */
const TAKES: Record<string, string> = {
  'ExAws.SQS.receive_message': SQS,
  'AWS.SQS.receive_message': SQS,
  ':erlcloud_sqs.receive_message': SQS,
  'AMQP.Basic.get': RABBIT,
  'AMQP.Basic.consume': RABBIT,
  'AMQP.Queue.subscribe': RABBIT,
  ':brod.fetch': KAFKA,
  ':brod.subscribe': KAFKA,
  ':brod.consume': KAFKA,
  ':brod.start_consumer': KAFKA,
  ':brod.start_link_group_subscriber': KAFKA,
  ':brod.start_link_group_subscriber_v2': KAFKA,
  ':brod.start_link_topic_subscriber': KAFKA,
  'KafkaEx.fetch': KAFKA,
  'KafkaEx.stream': KAFKA,
  'KafkaEx.API.fetch': KAFKA,
  'KafkaEx.API.fetch_all': KAFKA,
  'Kaffe.Consumer.start_link': KAFKA,
  'Kaffe.GroupMemberSupervisor.start_link': KAFKA,
  'Elsa.fetch': KAFKA,
  'GoogleApi.PubSub.V1.Api.Projects.pubsub_projects_subscriptions_pull': PUBSUB,
  'Kane.Subscription.pull': PUBSUB,
  'Weddell.pull': PUBSUB,
  'Gnat.sub': NATS,
  'Gnat.Jetstream.API.Consumer.request_next_message': NATS,
  'Tortoise.Connection.subscribe': MQTT,
  'Tortoise.Connection.subscribe_sync': MQTT,
  'Tortoise311.Connection.subscribe': MQTT,
  ':emqtt.subscribe': MQTT,
};

/** Redis commands that wait for an item of a list or read a stream (redis.io, "Commands"). */
const REDIS_TAKES = /^(BLPOP|BRPOP|BLMOVE|BRPOPLPUSH|XREAD|XREADGROUP|XAUTOCLAIM)$/i;
const REDIS_COMMANDS: ReadonlySet<string> = new Set(['command', 'command!', 'noreply_command', 'q']);

/** The external queue that a call takes messages from; `undefined` for any other call. */
export function queueTakenFrom(site: CallSite): string | undefined {
  const { module, name } = site;
  if (module === undefined) return undefined;
  const listed = TAKES[`${module}.${name}`];
  if (listed !== undefined) return listed;
  if (module === 'Redix.PubSub' && /^p?subscribe$/.test(name)) return REDIS;
  const redis = module === 'Redix' || module === ':eredis';
  return redis && REDIS_COMMANDS.has(name) && REDIS_TAKES.test(redisCommand(site)) ? REDIS : undefined;
}

/** The first word of the command given to `Redix.command/2`. */
function redisCommand({ args, situation }: CallSite): string {
  const [, command] = args;
  return command ? firstWord(followValue(command, situation.owner, situation.clause)) : '';
}

function firstWord(expr: Expr): string {
  if (expr.kind === 'list') return expr.items[0] ? firstWord(expr.items[0]) : '';
  // `["XREAD" | rest]` and `["BLPOP"] ++ keys`
  if (expr.kind === 'operator' && (expr.name === '|' || expr.name === '++'))
    return expr.args[0] ? firstWord(expr.args[0]) : '';
  if (expr.kind !== 'text') return '';
  return (expr.sigil?.toLowerCase() === 'w' ? expr.value.trim().split(/\s+/)[0] : expr.value) ?? '';
}

/** The Broadway producer to use for a queue. */
export const PRODUCER_FOR: Record<string, string> = {
  [SQS]: 'BroadwaySQS.Producer',
  [RABBIT]: 'BroadwayRabbitMQ.Producer',
  [KAFKA]: 'BroadwayKafka.Producer',
  [PUBSUB]: 'BroadwayCloudPubSub.Producer',
};
