/** Reads the files of one source into evidence. */
import type { EvidenceSourceConfig } from '../../../shared/config/pipeline-model.ts';
import type { Evidence, EvidenceProblem } from '../../../shared/domain/gates/evidence.ts';
import type { Artifact } from '../../../shared/domain/pipeline/model.ts';
import type { Failure } from '../../../shared/domain/result.ts';
import type { Clock } from '../../engine/ports.ts';
import type { ReportFile } from './files/report-files.ts';
import type { EvidenceLimits } from './limits.ts';
import { parseReport } from './parse-report.ts';
import type { createTestBasket } from './test-results/case-basket.ts';

/** What is gathered over all sources of one run. */
export interface Basket {
	readonly evidence: Evidence[];
	readonly problems: EvidenceProblem[];
	/** Of the evidence. */
	readonly ids: Set<string>;
	/** Null: nobody asked for the results of each test. */
	readonly tests: ReturnType<typeof createTestBasket> | null;
}

export interface SourceReaderDeps {
	readonly source: EvidenceSourceConfig;
	readonly basket: Basket;
	readonly clock: Clock;
	readonly limits: EvidenceLimits;
	readonly signal: AbortSignal | undefined;
}

/** Makes the reader of one source; it knows a report that it has read before. */
export function createSourceReader({ source, basket, clock, limits, signal }: SourceReaderDeps) {
	const contents = new Set<string>();
	return {
		/** Adds the report to the evidence; answers why it could not be read, or null. */
		async read(artifact: Artifact, file: ReportFile): Promise<Failure | null> {
			const { format, about } = source;
			const cases = basket.tests?.open(source.name);
			const onCase = cases === undefined ? {} : { onCase: cases.add };
			const report = { file: file.path, bytes: file.open(), format, about, ...onCase };
			const parsed = await parseReport(report, { clock, limits }, signal);
			if (!parsed.ok) return parsed;
			// The same report kept under two names is one report.
			if (contents.has(parsed.value.sha256)) return null;
			contents.add(parsed.value.sha256);
			cases?.keep(parsed.value.tool);
			basket.evidence.push({
				...parsed.value,
				id: uniqueId(basket.ids, source.name, artifact.name, file.path),
				source: source.name,
				file: file.path,
				artifact: artifact.name,
				readAt: clock.now(),
			});
			return null;
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
