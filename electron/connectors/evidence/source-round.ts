/** One source of a run: what fits it is looked for in one artifact after the other, and read. */
import type { EvidenceSourceConfig } from '../../../shared/config/pipeline-model.ts';
import type { Artifact } from '../../../shared/domain/pipeline/model.ts';
import { type Failure, fail } from '../../../shared/domain/result.ts';
import type { FetchedArtifacts } from './fetched-artifacts.ts';
import type { ReportFile, ReportFiles } from './files/report-files.ts';
import { reportFailure } from './refusal.ts';
import { createSourceReader, type SourceReaderDeps } from './source-reader.ts';

/** Codes after which the same request may succeed: the run is then asked again, instead of being marked for ever. */
const passing = new Set(['ci-unreachable', 'ci-rate-limited', 'cancelled']);

/** Makes the round of one source; what it finds and what is wrong goes into the basket. */
export function createRound(deps: SourceReaderDeps) {
	const { source, basket, signal } = deps;
	const reader = createSourceReader(deps);
	const there: string[] = [];
	let found = 0;
	let hasTrouble = false;

	function complain(file: string | null, message: string): void {
		hasTrouble = true;
		basket.problems.push({ source: source.name, file, message });
	}

	function find(artifact: Artifact, files: ReportFiles): readonly ReportFile[] {
		there.push(...files.some);
		try {
			return files.find(source.files);
		} catch (error) {
			complain(null, reportFailure(`Artifact ${artifact.name}`, error).problem.message);
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
				for (const file of find(artifact, files.value)) {
					found += 1;
					const failure = await reader.read(artifact, file);
					if (failure?.problem.code === 'cancelled') return failure;
					if (failure !== null) complain(file.path, failure.problem.message);
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
