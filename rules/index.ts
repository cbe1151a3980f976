import type { Rule } from '../src/lint/rule.js';
import adoptedProcess from './adopted-process.js';
import agentComplexLogic from './agent-complex-logic.js';
import blockingCallback from './blocking-callback.js';
import blockingInit from './blocking-init.js';
import broadwayAsJobQueue from './broadway-as-job-queue.js';
import broadwayProcessorsByType from './broadway-processors-by-type.js';
import broadwayRescue from './broadway-rescue.js';
import broadwayRestartBudget from './broadway-restart-budget.js';
import callChain from './call-chain.js';
import callCycle from './call-cycle.js';
import childStartOrder from './child-start-order.js';
import cleanupNeverRuns from './cleanup-never-runs.js';
import copiedContext from './copied-context.js';
import deferredInitByMessage from './deferred-init-by-message.js';
import deprecatedSupervision from './deprecated-supervision.js';
import derivedProcessName from './derived-process-name.js';
import detsLimits from './dets-limits.js';
import domainEntityProcess from './domain-entity-process.js';
import duplicateProcessName from './duplicate-process-name.js';
import duplicateTimerLoop from './duplicate-timer-loop.js';
import durableWorkInTask from './durable-work-in-task.js';
import dynamicAtom from './dynamic-atom.js';
import dynamicProcessName from './dynamic-process-name.js';
import etsReadModifyWrite from './ets-read-modify-write.js';
import etsReadThroughGenserver from './ets-read-through-genserver.js';
import etsRefreshGap from './ets-refresh-gap.js';
import etsUnownedTable from './ets-unowned-table.js';
import etsWithoutReadConcurrency from './ets-without-read-concurrency.js';
import exitNormalIgnored from './exit-normal-ignored.js';
import exitNotHandled from './exit-not-handled.js';
import genserverAsAgent from './genserver-as-agent.js';
import globalRegistration from './global-registration.js';
import ignoredStartResult from './ignored-start-result.js';
import implicitStateMachine from './implicit-state-machine.js';
import infiniteCallTimeout from './infinite-call-timeout.js';
import invalidCallbackReturn from './invalid-callback-return.js';
import invalidSupervisionStrategy from './invalid-supervision-strategy.js';
import linkedTaskYield from './linked-task-yield.js';
import lookupThenStart from './lookup-then-start.js';
import missingImpl from './missing-impl.js';
import missingSupervisionStrategy from './missing-supervision-strategy.js';
import mnesiaDirtyOperation from './mnesia-dirty-operation.js';
import monitorLeak from './monitor-leak.js';
import obanAsQueueConsumer from './oban-as-queue-consumer.js';
import obanAtomArgs from './oban-atom-args.js';
import obanSwallowedError from './oban-swallowed-error.js';
import orphanProcess from './orphan-process.js';
import partialHandleInfo from './partial-handle-info.js';
import permanentChildStopsNormally from './permanent-child-stops-normally.js';
import persistentTermHotWrite from './persistent-term-hot-write.js';
import pg2Removed from './pg2-removed.js';
import readThroughGenserver from './read-through-genserver.js';
import receiveInCallback from './receive-in-callback.js';
import replyNeverSent from './reply-never-sent.js';
import restartIntensity from './restart-intensity.js';
import scatteredProcessInterface from './scattered-process-interface.js';
import selfCallDeadlock from './self-call-deadlock.js';
import singleDynamicSupervisor from './single-dynamic-supervisor.js';
import slowWorkInTransaction from './slow-work-in-transaction.js';
import statelessGenserver from './stateless-genserver.js';
import staticValueProcess from './static-value-process.js';
import strategyIgnoresDependency from './strategy-ignores-dependency.js';
import subscribeInStaticRender from './subscribe-in-static-render.js';
import supervisorAsWorker from './supervisor-as-worker.js';
import supervisorCallFromChild from './supervisor-call-from-child.js';
import sysDebugInProduction from './sys-debug-in-production.js';
import taskNeverAwaited from './task-never-awaited.js';
import telemetryAttachOnRestart from './telemetry-attach-on-restart.js';
import telemetryLocalHandler from './telemetry-local-handler.js';
import terminateCallsSibling from './terminate-calls-sibling.js';
import timerCancelRace from './timer-cancel-race.js';
import timerModuleInterval from './timer-module-interval.js';
import unboundedTaskFanout from './unbounded-task-fanout.js';
import unhandledCall from './unhandled-call.js';
import unhandledInfo from './unhandled-info.js';
import unsupervisedProcess from './unsupervised-process.js';
import unsupervisedTask from './unsupervised-task.js';
import unsupervisedTaskAsync from './unsupervised-task-async.js';
import viaTupleInWhereis from './via-tuple-in-whereis.js';

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  adoptedProcess,
  agentComplexLogic,
  blockingCallback,
  blockingInit,
  broadwayAsJobQueue,
  broadwayProcessorsByType,
  broadwayRescue,
  broadwayRestartBudget,
  callChain,
  callCycle,
  childStartOrder,
  cleanupNeverRuns,
  copiedContext,
  deferredInitByMessage,
  deprecatedSupervision,
  derivedProcessName,
  detsLimits,
  domainEntityProcess,
  duplicateProcessName,
  duplicateTimerLoop,
  durableWorkInTask,
  dynamicAtom,
  dynamicProcessName,
  etsReadModifyWrite,
  etsReadThroughGenserver,
  etsRefreshGap,
  etsUnownedTable,
  etsWithoutReadConcurrency,
  exitNormalIgnored,
  exitNotHandled,
  genserverAsAgent,
  globalRegistration,
  ignoredStartResult,
  implicitStateMachine,
  infiniteCallTimeout,
  invalidCallbackReturn,
  invalidSupervisionStrategy,
  linkedTaskYield,
  lookupThenStart,
  missingImpl,
  missingSupervisionStrategy,
  mnesiaDirtyOperation,
  monitorLeak,
  obanAsQueueConsumer,
  obanAtomArgs,
  obanSwallowedError,
  orphanProcess,
  partialHandleInfo,
  permanentChildStopsNormally,
  persistentTermHotWrite,
  pg2Removed,
  readThroughGenserver,
  receiveInCallback,
  replyNeverSent,
  restartIntensity,
  scatteredProcessInterface,
  selfCallDeadlock,
  singleDynamicSupervisor,
  slowWorkInTransaction,
  statelessGenserver,
  staticValueProcess,
  strategyIgnoresDependency,
  subscribeInStaticRender,
  supervisorAsWorker,
  supervisorCallFromChild,
  sysDebugInProduction,
  taskNeverAwaited,
  telemetryAttachOnRestart,
  telemetryLocalHandler,
  terminateCallsSibling,
  timerCancelRace,
  timerModuleInterval,
  unboundedTaskFanout,
  unhandledCall,
  unhandledInfo,
  unsupervisedProcess,
  unsupervisedTask,
  unsupervisedTaskAsync,
  viaTupleInWhereis,
];
