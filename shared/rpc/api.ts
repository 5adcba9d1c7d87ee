/** The one contract between the screens and whatever runs behind them. Inputs are schemas, types are inferred. */
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import type { DeliveryApi } from './delivery-api.ts';
import type { PipelinesApi } from './pipeline-api.ts';
import type {
	ConfigIssue,
	EvidenceTrail,
	HistoryRow,
	ImportReport,
	LiveMessage,
	PolicyTrial,
	ReplayView,
	RoomMessage,
} from './views.ts';

const id = z.string().min(1).max(200);
/** Made by the screen once per click, so that a click that arrives twice acts once. */
const idempotencyKey = z.string().min(8).max(100);
const reason = z.string().max(2_000).nullable().default(null);

export const startInput = z.strictObject({
	service: id,
	environment: id,
	version: id,
	strategy: z.enum(['canary', 'blue-green']).nullable().default(null),
	/** Version that the screen showed as standing; refused as stale when it is another by now. */
	expectedStanding: id.nullable(),
	idempotencyKey,
});
export type StartInput = z.output<typeof startInput>;

export const commandInput = z.strictObject({
	deploymentId: id,
	/** Revision of the deployment that the screen showed. */
	expectedRevision: z.int().min(1),
	idempotencyKey,
	reason,
});
export type CommandInput = z.output<typeof commandInput>;

export const deploymentInput = z.strictObject({ deploymentId: id });
export const historyInput = z.strictObject({
	service: id.nullable().default(null),
	environment: id.nullable().default(null),
	/** Position of the oldest row already known; null for the newest page. */
	before: z.number().nullable().default(null),
	limit: z.int().min(1).max(200).default(50),
});
export type HistoryInput = z.output<typeof historyInput>;
export const projectInput = z.strictObject({ path: z.string().min(1).max(4_096) });
export const createProjectInput = z.strictObject({
	path: z.string().min(1).max(4_096),
	source: z.string().max(1_000_000),
});
export const projectIdInput = z.strictObject({ projectId: id });
export const checkInput = z.strictObject({ source: z.string().max(1_000_000), file: z.string().max(4_096) });
export const connectionInput = z.strictObject({ connectionId: id });
export const faultInput = z.strictObject({
	delayMs: z.number().min(0).max(5_000),
	errorRate: z.number().min(0).max(1),
	memory: z.number().min(0).max(1),
});
/** Kinds of commit to the sample's own repository: one that passes, one whose coverage falls, one that breaks a test. */
export const sampleChanges = ['good', 'untested', 'broken'] as const;
export type SampleChange = (typeof sampleChanges)[number];
export const sampleCommitInput = z.strictObject({ change: z.enum(sampleChanges), idempotencyKey });

export const trialInput = z.strictObject({
	deploymentId: id,
	/** Text of a `health:` section (its fields, with or without the word itself); empty for the defaults. */
	policy: z.string().max(200_000),
});
export const importInput = z.strictObject({ source: z.string().min(1).max(1_000_000) });

/** What a command led to. `duplicate` is true when this very click had already acted. */
export interface CommandOutcome {
	readonly deploymentId: string;
	readonly revision: number;
	readonly duplicate: boolean;
}

/** A commit to the sample's repository, and the run that was started for it. */
export interface SampleCommitted {
	/** As `package.json` has it now; each commit has one of its own. */
	readonly version: string;
	readonly commit: string;
	/** Null where the host does not say it yet. */
	readonly runId: string | null;
	/** True when this very click had already acted. */
	readonly duplicate: boolean;
}

type Input<S extends z.ZodType> = z.output<S>;

/** Who asks, as the transport established it. */
export interface Caller {
	/** Name written into the journal. */
	readonly name: string;
	/** False for a connection that may only look. */
	readonly mayAct: boolean;
}

/** What a host must offer. The engine and the hosts implement it; the router in `server.ts` puts it on a wire. */
export interface EngineApi {
	readonly room: {
		/** Patches after `lastNumber` where they are still known, else a snapshot, then live. */
		watch(lastNumber: number | null, signal: AbortSignal): AsyncIterable<RoomMessage>;
	};
	readonly deployments: {
		start(input: StartInput, caller: Caller): Promise<Result<CommandOutcome>>;
		promote(input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>>;
		promoteFully(input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>>;
		pause(input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>>;
		resume(input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>>;
		retry(input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>>;
		rollBack(input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>>;
		/** Series and events of one deployment; a snapshot first. Ends when the deployment does not exist. */
		live(input: Input<typeof deploymentInput>, signal: AbortSignal): AsyncIterable<LiveMessage>;
	};
	readonly pipelines: PipelinesApi;
	readonly delivery: DeliveryApi;
	readonly history: {
		list(input: HistoryInput): Promise<Result<readonly HistoryRow[]>>;
		replay(input: Input<typeof deploymentInput>): Promise<Result<ReplayView>>;
	};
	readonly evidence: {
		/** How the evidence of a deployment grew, in flight or past. */
		trail(input: Input<typeof deploymentInput>): Promise<Result<EvidenceTrail>>;
		/** What another policy would have said of it, and when. Changes nothing. */
		trial(input: Input<typeof trialInput>): Promise<Result<PolicyTrial>>;
		/** Reads an Argo `AnalysisTemplate` or a Kayenta canary configuration. Changes nothing. */
		importAnalysis(input: Input<typeof importInput>): Promise<Result<ImportReport>>;
	};
	readonly projects: {
		open(input: Input<typeof projectInput>, caller: Caller): Promise<Result<{ readonly projectId: string }>>;
		/** Reads the file again; with errors the running configuration stays as it was. */
		reload(
			input: Input<typeof projectIdInput>,
			caller: Caller,
		): Promise<Result<{ readonly issues: readonly ConfigIssue[] }>>;
		close(input: Input<typeof projectIdInput>, caller: Caller): Promise<Result<null>>;
		/** A first text for a folder without a configuration, and where it would be written. Writes nothing. */
		draft(
			input: Input<typeof projectInput>,
			caller: Caller,
		): Promise<Result<{ readonly file: string; readonly source: string }>>;
		/** Writes a text without errors as a new file and opens it. Refused where a file is already. */
		create(input: Input<typeof createProjectInput>, caller: Caller): Promise<Result<{ readonly projectId: string }>>;
		/** Checks a text without loading it. */
		check(input: Input<typeof checkInput>): Promise<Result<{ readonly issues: readonly ConfigIssue[] }>>;
		schema(): Promise<Result<{ readonly jsonSchema: string }>>;
	};
	readonly connections: {
		test(input: Input<typeof connectionInput>, caller: Caller): Promise<Result<null>>;
	};
	readonly sample: {
		start(caller: Caller): Promise<Result<null>>;
		stop(caller: Caller): Promise<Result<null>>;
		setFault(input: Input<typeof faultInput>, caller: Caller): Promise<Result<null>>;
		/** Commits a change to the sample's repository and starts its pipeline. Touches no edit of a person. */
		commit(input: Input<typeof sampleCommitInput>, caller: Caller): Promise<Result<SampleCommitted>>;
	};
	readonly notices: {
		clear(caller: Caller): Promise<Result<null>>;
	};
}
