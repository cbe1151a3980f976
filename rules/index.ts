import type { Rule } from '../src/lint/rule.js';
import blockingCallback from './blocking-callback.js';
import blockingInit from './blocking-init.js';
import broadwayAsJobQueue from './broadway-as-job-queue.js';
import broadwayProcessorsByType from './broadway-processors-by-type.js';
import deferredInitByMessage from './deferred-init-by-message.js';
import deprecatedSupervision from './deprecated-supervision.js';
import derivedProcessName from './derived-process-name.js';
import dynamicProcessName from './dynamic-process-name.js';
import etsReadThroughGenserver from './ets-read-through-genserver.js';
import infiniteCallTimeout from './infinite-call-timeout.js';
import invalidSupervisionStrategy from './invalid-supervision-strategy.js';
import missingSupervisionStrategy from './missing-supervision-strategy.js';
import obanAsQueueConsumer from './oban-as-queue-consumer.js';
import obanAtomArgs from './oban-atom-args.js';
import partialHandleInfo from './partial-handle-info.js';
import pg2Removed from './pg2-removed.js';
import receiveInCallback from './receive-in-callback.js';
import replyNeverSent from './reply-never-sent.js';
import selfCallDeadlock from './self-call-deadlock.js';
import statelessGenserver from './stateless-genserver.js';
import taskNeverAwaited from './task-never-awaited.js';
import unboundedTaskFanout from './unbounded-task-fanout.js';
import unsupervisedTask from './unsupervised-task.js';
import unsupervisedTaskAsync from './unsupervised-task-async.js';

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  blockingCallback,
  blockingInit,
  broadwayAsJobQueue,
  broadwayProcessorsByType,
  deferredInitByMessage,
  deprecatedSupervision,
  derivedProcessName,
  dynamicProcessName,
  etsReadThroughGenserver,
  infiniteCallTimeout,
  invalidSupervisionStrategy,
  missingSupervisionStrategy,
  obanAsQueueConsumer,
  obanAtomArgs,
  partialHandleInfo,
  pg2Removed,
  receiveInCallback,
  replyNeverSent,
  selfCallDeadlock,
  statelessGenserver,
  taskNeverAwaited,
  unboundedTaskFanout,
  unsupervisedTask,
  unsupervisedTaskAsync,
];
