/** What the router of a process target keeps on disk and says over its control socket; every reading is validated. */
import { z } from 'zod';
import { errorCodes, type Problem } from '../../../../shared/domain/result.ts';
import { slotNames } from '../../../../shared/domain/target/model.ts';

/** Versions end up in paths and arguments, so that only plain words are taken. */
export const versionPattern = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/;

const slotName = z.enum(slotNames);
const port = z.int().min(1).max(65_535);
const percent = z.number().min(0).max(100);
const fence = z.int().min(0);
const perSlot = <S extends z.ZodType>(schema: S) => z.strictObject({ blue: schema, green: schema });

/** How a version is run: the part of the configuration that the router needs, so that it can restart without us. */
export const runSpecSchema = z.strictObject({
	file: z.string().min(1),
	args: z.array(z.string()).max(200),
	cwd: z.string().min(1),
	env: z.record(z.string(), z.string()),
	healthPath: z.string().startsWith('/'),
	readyTimeoutMs: z.number().positive().max(3_600_000),
	instances: z.int().min(1).max(50),
	drainMs: z.number().min(0).max(3_600_000),
});
export type RunSpec = z.output<typeof runSpecSchema>;

/** A process that was started: enough to find it again and to be sure that it is the same one. */
export const instanceRecordSchema = z.strictObject({
	/** Unique per start; the process carries it in its environment. */
	id: z.string().min(1),
	index: z.int().min(0),
	pid: z.int().min(1),
	/** When the process started, in the words of the system; null where it cannot be told. */
	startedAs: z.string().nullable(),
	port,
	logFile: z.string(),
	startedAt: z.number(),
});
export type InstanceRecord = z.output<typeof instanceRecordSchema>;

const slotRecordSchema = z.strictObject({
	/** Null while only the remains of a deploy or retire are known. */
	version: z.string().nullable(),
	spec: runSpecSchema,
	instances: z.array(instanceRecordSchema),
	/** Started but not, or no longer, in service: a restarted router ends them. */
	leaving: z.array(instanceRecordSchema),
});
export type SlotRecord = z.output<typeof slotRecordSchema>;

export const stateFileSchema = z.strictObject({
	format: z.literal(1),
	/** The public port; it stays the same once chosen. */
	port: port.nullable(),
	fence,
	weights: perSlot(percent),
	router: z.strictObject({ pid: z.int().min(1), startedAs: z.string().nullable() }).nullable(),
	slots: perSlot(slotRecordSchema.nullable()),
});
export type StateFile = z.output<typeof stateFileSchema>;

export const emptyState: StateFile = {
	format: 1,
	port: null,
	fence: 0,
	weights: { blue: 0, green: 0 },
	router: null,
	slots: { blue: null, green: null },
};

/** Bodies of the control API, by operation. */
export const controlInputs = {
	inspect: z.strictObject({}),
	deploy: z.strictObject({ slot: slotName, version: z.string(), fence, spec: runSpecSchema }),
	/** Without a fence it is a person at this machine who asks, whichever control room is the newest. */
	'set-traffic': z.strictObject({ split: perSlot(percent), fence: fence.optional() }),
	retire: z.strictObject({ slot: slotName, fence }),
	shutdown: z.strictObject({}),
} as const;
export type ControlOperation = keyof typeof controlInputs;
export type ControlInput<O extends ControlOperation> = z.output<(typeof controlInputs)[O]>;

const slotViewSchema = z.strictObject({
	slot: slotName,
	version: z.string().nullable(),
	health: z.enum(['empty', 'starting', 'up', 'down']),
	weightPercent: percent,
	addresses: z.array(z.string()),
	counters: z.strictObject({ requests: z.number(), errors: z.number() }),
	/** Requests answered within each bound in ms, cumulative; the last bound is infinite. */
	latency: z.array(z.strictObject({ leMs: z.number().nullable(), count: z.number() })),
	note: z.string().nullable(),
});
export const routerViewSchema = z.strictObject({
	pid: z.int(),
	port,
	fence,
	slots: perSlot(slotViewSchema),
});
export type SlotView = z.output<typeof slotViewSchema>;
export type RouterView = z.output<typeof routerViewSchema>;

const problemSchema = z.strictObject({
	code: z.enum(errorCodes),
	message: z.string(),
	hint: z.string(),
	retryable: z.boolean(),
	details: z.record(z.string(), z.json()).optional(),
});
export const controlReplySchema = z.discriminatedUnion('ok', [
	z.strictObject({ ok: z.literal(true), value: routerViewSchema }),
	z.strictObject({ ok: z.literal(false), problem: problemSchema }),
]);
export type ControlReply = z.output<typeof controlReplySchema>;

/** What a router that was just launched writes down for its launcher. */
export type StartReport =
	| { readonly ok: true; readonly already: boolean }
	| { readonly ok: false; readonly problem: Problem };
/** The same, as read. */
export const startReportSchema = z.discriminatedUnion('ok', [
	/** `already` is true when another router was there first. */
	z.strictObject({ ok: z.literal(true), already: z.boolean() }),
	z.strictObject({ ok: z.literal(false), problem: problemSchema }),
]);
