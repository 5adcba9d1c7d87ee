/** Finds and reads the reports of a run: artifacts, then files, then facts. */
import type { EvidenceSourceConfig } from '../../../shared/config/pipeline-model.ts';
import type { Evidence, EvidenceProblem } from '../../../shared/domain/gates/evidence.ts';
import type { Artifact } from '../../../shared/domain/pipeline/model.ts';
import { type Failure, fail, ok } from '../../../shared/domain/result.ts';
import type { EvidenceCollector } from '../../engine/pipeline-ports.ts';
import type { Clock } from '../../engine/ports.ts';
import { chooseArtifacts } from './choose-artifacts.ts';
import { createFetchedArtifacts, type FetchedArtifacts } from './fetched-artifacts.ts';
import type { ReportFile, ReportFiles } from './files/report-files.ts';
import { defaultLimits, type EvidenceLimits } from './limits.ts';
import { parseReport } from './parse-report.ts';
import { reportFailure } from './refusal.ts';

export interface CollectorDeps {
	/** Made when it is missing; nothing of ours stays in it. */
	readonly temporaryFolder: string;
	readonly clock: Clock;
	readonly limits?: Partial<EvidenceLimits>;
}

/** What is gathered over all sources of one run. */
interface Basket {
	readonly evidence: Evidence[];
	readonly problems: EvidenceProblem[];
	readonly ids: Set<string>;
}

/** Found in one artifact by one source. */
interface Find {
	readonly artifact: Artifact;
	readonly file: ReportFile;
}

/** Codes after which the same request may succeed: the run is then asked again, instead of being marked for ever. */
const passing = new Set(['ci-unreachable', 'ci-rate-limited', 'cancelled']);

/**
 * Fails as a whole only when the runner cannot be asked now (`ci-unreachable`, `ci-rate-limited`, `cancelled`, and whatever
 * the list of artifacts fails with): such a failure says nothing about the run's reports.
 */
export function createEvidenceCollector(deps: CollectorDeps): EvidenceCollector {
	const limits: EvidenceLimits = { ...defaultLimits, ...deps.limits };
	return {
		async collect({ runner, nativeId, sources }, signal) {
			if (sources.length === 0) return ok({ evidence: [], problems: [] });
			const listed = await runner.artifacts(nativeId, signal);
			if (!listed.ok) return listed;
			const { temporaryFolder } = deps;
			const fetched = await createFetchedArtifacts({ runner, nativeId, temporaryFolder, limits, signal });
			if (!fetched.ok) return fetched;
			const basket: Basket = { evidence: [], problems: [], ids: new Set() };
			try {
				for (const source of sources) {
					const choice = chooseArtifacts(source, listed.value, runner.kind, limits);
					const round = createRound({ source, basket, clock: deps.clock, limits, signal });
					const stopped = await round.run(choice.artifacts, fetched.value);
					if (stopped !== null) return stopped;
					round.finish(choice.leftOut);
				}
				return ok({ evidence: basket.evidence, problems: basket.problems });
			} finally {
				await fetched.value.close();
			}
		},
	};
}

interface RoundOptions {
	readonly source: EvidenceSourceConfig;
	readonly basket: Basket;
	readonly clock: Clock;
	readonly limits: EvidenceLimits;
	readonly signal: AbortSignal | undefined;
}

/** One source of a run. */
function createRound({ source, basket, clock, limits, signal }: RoundOptions) {
	const contents = new Set<string>();
	const there: string[] = [];
	let found = 0;
	let hasTrouble = false;

	function complain(file: string | null, message: string): void {
		hasTrouble = true;
		basket.problems.push({ source: source.name, file, message });
	}

	async function read({ artifact, file }: Find): Promise<Failure | null> {
		const { format, about } = source;
		const parsed = await parseReport({ file: file.path, bytes: file.open(), format, about }, { clock, limits }, signal);
		if (!parsed.ok) {
			if (parsed.problem.code === 'cancelled') return parsed;
			complain(file.path, parsed.problem.message);
			return null;
		}
		// The same report kept under two names is one report.
		const { facts, tool, writtenAt, sha256, sizeBytes } = parsed.value;
		if (contents.has(sha256)) return null;
		contents.add(sha256);
		basket.evidence.push({
			id: uniqueId(basket.ids, source.name, artifact.name, file.path),
			source: source.name,
			format: parsed.value.format,
			file: file.path,
			artifact: artifact.name,
			sha256,
			sizeBytes,
			tool,
			writtenAt,
			readAt: clock.now(),
			facts,
		});
		return null;
	}

	function find(artifact: Artifact, files: ReportFiles): readonly Find[] {
		there.push(...files.some);
		try {
			return files.find(source.files).map((file) => ({ artifact, file }));
		} catch (error) {
			const failure = reportFailure(`Artifact ${artifact.name}`, error);
			complain(null, failure.problem.message);
			return [];
		}
	}

	return {
		/** Answers the failure that ends the whole collection, or null. */
		async run(artifacts: readonly Artifact[], fetched: FetchedArtifacts): Promise<Failure | null> {
			for (const artifact of artifacts) {
				if (signal?.aborted === true) return cancelled();
				const files = await fetched.open(artifact);
				if (!files.ok) {
					if (passing.has(files.problem.code)) return files;
					complain(null, files.problem.message);
					continue;
				}
				for (const one of find(artifact, files.value)) {
					found += 1;
					const stopped = await read(one);
					if (stopped !== null) return stopped;
				}
			}
			return null;
		},
		/** A source without any file proves nothing, and neither does one that was not looked through. */
		finish(leftOut: string | null): void {
			if (leftOut !== null) complain(null, `${upperFirst(leftOut)}.`);
			if (found === 0 && !hasTrouble) complain(null, missingWords(source, there));
		},
	};
}

function uniqueId(ids: Set<string>, source: string, artifact: string, file: string): string {
	const plain = [`${source}:${file}`, `${source}:${artifact}/${file}`];
	let id = plain.find((one) => !ids.has(one)) ?? '';
	for (let nth = 2; id === ''; nth += 1) {
		const numbered = `${source}:${artifact}/${file}#${nth}`;
		if (!ids.has(numbered)) id = numbered;
	}
	ids.add(id);
	return id;
}

function missingWords({ files, artifact }: EvidenceSourceConfig, there: readonly string[]): string {
	const where = artifact === null ? 'what the run kept' : `artifacts named ${artifact}`;
	const names = there.slice(0, 3).map((name) => name.slice(0, 100));
	const others = names.length === 0 ? 'there is no file at all' : `there is ${names.join(', ')}`;
	return `No file fits ${files} in ${where}; ${others}.`;
}

function upperFirst(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function cancelled(): Failure {
	return fail('cancelled', 'Collecting the reports of the run was cancelled.', 'Ask again for its evidence.', {
		retryable: true,
	});
}
