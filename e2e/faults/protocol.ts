/** What a test and the control room that it kills say to each other, one JSON object a line. */
import { z } from 'zod';
import { deploymentStates } from '../../shared/domain/deployment/model.ts';

/**
 * Where a control room ends itself. Counting starts with the write that holds the event `from`; that one is number 1.
 * `before` and `after` count writes, `within` counts the entries that writes add to the journal: the process ends
 * after the entry was added and before the write was committed.
 */
export const crashPoint = z.strictObject({
	when: z.enum(['before', 'within', 'after']),
	at: z.int().min(1),
	from: z.enum(['created', 'recovered', 'unhealthy', 'roll-back']),
});
export type CrashPoint = z.output<typeof crashPoint>;

/** A person who rolls back as soon as the deployment is in this state and step. */
const rollBackAt = z.strictObject({ state: z.enum(deploymentStates), stepIndex: z.int().min(0) });
export type RollBackAt = z.output<typeof rollBackAt>;

export const hostOptions = z.strictObject({
	/** Folder of the journal and the log. */
	dataFolder: z.string(),
	/** State folder of the process target. */
	targetFolder: z.string(),
	/** Where the host dies while it recovers what it finds. */
	crash: crashPoint.nullable(),
	clockRate: z.number().positive(),
	/** The router of the target, and the service that it runs in its slots. */
	routerFile: z.string(),
	serviceFile: z.string(),
});
export type HostOptions = z.output<typeof hostOptions>;

const strategy = z.enum(['canary', 'blue-green']);

export const order = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('start'),
		version: z.string(),
		strategy,
		standing: z.string().nullable(),
		key: z.string(),
		crash: crashPoint.nullable(),
		rollBackAt: rollBackAt.nullable(),
	}),
	z.strictObject({ kind: z.literal('roll-back'), deploymentId: z.string(), key: z.string() }),
	/** Answered with what the screens of this control room show. */
	z.strictObject({ kind: z.literal('look') }),
]);
export type Order = z.output<typeof order>;
export type StartOrder = Extract<Order, { kind: 'start' }>;

const outcome = z.strictObject({
	deploymentId: z.string().nullable(),
	duplicate: z.boolean(),
	/** Code of the refusal; null when it was taken. */
	refused: z.string().nullable(),
	text: z.string().nullable(),
});

export const word = z.discriminatedUnion('kind', [
	/** The project is open: what stands is known and a recovery has begun. */
	z.strictObject({ kind: z.literal('opened'), pid: z.int() }),
	/** A write is in the journal for good. */
	z.strictObject({
		kind: z.literal('appended'),
		deploymentId: z.string(),
		lastSeq: z.int(),
		state: z.enum(deploymentStates),
		stepIndex: z.int(),
		/** Nothing more happens by itself: also the previous slot is gone. */
		isOver: z.boolean(),
	}),
	/** A write that the store refused. */
	z.strictObject({ kind: z.literal('not-appended'), code: z.string() }),
	z.strictObject({ kind: z.literal('started'), outcome }),
	z.strictObject({ kind: z.literal('rolled-back'), outcome }),
	z.strictObject({
		kind: z.literal('looked'),
		heldBy: z.string().nullable(),
		mayStart: z.boolean(),
		whyNot: z.string().nullable(),
		state: z.enum(deploymentStates).nullable(),
		notices: z.array(z.string()),
	}),
	z.strictObject({ kind: z.literal('failed'), text: z.string() }),
]);
export type Word = z.output<typeof word>;
