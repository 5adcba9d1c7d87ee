/** What the retrospective needs of its host, and what it answers. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { ServicePractice } from '../../../shared/domain/maturity/inputs.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ReportFormat, ReportSource } from '../../../shared/domain/retrospective/model.ts';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import type { DeliveryStore, PdfPrinter, ReportFiles } from '../delivery-ports.ts';
import type { Clock, Logger } from '../ports.ts';

/** The configuration as it stands now; read anew for each report. */
export interface RetrospectiveSetup {
	readonly projectName: string;
	/** IANA name of the reporting zone. */
	readonly zone: string;
	readonly benchmarks: string | null;
	/** Every service by name, also those that only facts name. */
	readonly services: readonly string[];
	/** Of the file and by owner. */
	readonly groups: readonly { readonly name: string; readonly services: readonly string[] }[];
	/** Names of environments of tier production. */
	readonly productionEnvironments: readonly string[];
	/** Made of each `ServiceConfig` by `practiceOf`. */
	readonly practices: readonly ServicePractice[];
	/** Connected, failing and missing ones, in words. */
	readonly sources: readonly ReportSource[];
	/** Null: nothing is written by itself. */
	readonly report: ReportConfig | null;
}

export interface RetrospectiveOptions {
	readonly store: Pick<DeliveryStore, 'monthFacts' | 'metrics' | 'decisions'>;
	readonly setup: () => Promise<Result<RetrospectiveSetup>>;
	readonly clock: Pick<Clock, 'now' | 'after'>;
	readonly logger: Logger;
	/** SHA-256 of UTF-8 text, hex. */
	readonly sha256: (text: string) => string;
	/** Null: this host prints nothing. */
	readonly printer: PdfPrinter | null;
	/** Null: this host writes no files. */
	readonly files: ReportFiles | null;
	/**
	 * Journals a decision (stream `delivery`) and mirrors it into the store before it resolves. With a key that was used
	 * before, by any control room on the same journal, nothing is written and `duplicate` is true.
	 */
	readonly record: (
		decision: DeliveryDecision,
		actor: Actor,
		idempotencyKey: string,
	) => Promise<Result<{ readonly duplicate: boolean }>>;
	/** What needs a person may have changed. */
	readonly onNeeds: () => void;
}

/** A report for a host without a screen: what `--report 2026-10 --out FOLDER` asks for. */
export interface WriteReportRequest {
	readonly scope: string;
	readonly month: string;
	/** Absolute. */
	readonly folder: string;
	/** Formats that this host cannot write are told in `problems`, and hold back no other one. */
	readonly formats: readonly ReportFormat[];
	readonly actor: Actor;
	/** Freezes the report first, unless it is frozen already. */
	readonly freeze: boolean;
}

export interface WrittenReport {
	readonly files: readonly string[];
	readonly problems: readonly { readonly format: ReportFormat; readonly message: string }[];
}

export interface Retrospective
	extends Pick<
		DeliveryApi,
		'maturity' | 'maturityMonth' | 'retrospective' | 'exportReport' | 'reportSchema' | 'freezeReport'
	> {
	/** Writes a month's report into a folder now. */
	write(request: WriteReportRequest, signal?: AbortSignal): Promise<Result<WrittenReport>>;
	/** Begins the schedule: what was missed while the room was closed is caught up once, then it waits for the next. */
	open(): void;
	/** The configuration changed, or another control room wrote: the schedule looks anew. */
	again(): void;
	/** Reports that are due and could not be written, or not in all formats. */
	needs(): readonly NeedView[];
	/** Ends the schedule, and exports that are being made; resolves when nothing is being written any more. */
	close(): Promise<void>;
}

/** `createRetrospective` in `retrospective.ts`. */
export type CreateRetrospective = (options: RetrospectiveOptions) => Retrospective;
