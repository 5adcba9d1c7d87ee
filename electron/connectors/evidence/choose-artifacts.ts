/** Which artifacts of a run a source looks into. */
import type { EvidenceSourceConfig } from '../../../shared/config/pipeline-model.ts';
import type { Artifact, RunnerKind } from '../../../shared/domain/pipeline/model.ts';
import { megabytes } from './bytes.ts';
import { createMatcher } from './files/report-files.ts';
import type { EvidenceLimits } from './limits.ts';

export interface ArtifactChoice {
	/** Sorted by name. */
	readonly artifacts: readonly Artifact[];
	/** What was left out and might have held a report, in words; null where nothing was. */
	readonly leftOut: string | null;
}

/** Names that say that reports are in it go first when not all can be looked into. */
const reportNames = /report|result|test|junit|cover|sarif|scan|lint|audit|axe|a11y|pact|perf|k6|evidence/iu;

/**
 * With a glob: all of that name. Without one: everything that `local` kept; of a CI host, which may hold gigabytes of builds,
 * as many as the limits allow.
 */
export function chooseArtifacts(
	source: Pick<EvidenceSourceConfig, 'artifact'>,
	all: readonly Artifact[],
	runner: RunnerKind,
	limits: Pick<EvidenceLimits, 'artifacts' | 'artifactBytes'>,
): ArtifactChoice {
	const fits = source.artifact === null ? () => true : createMatcher(source.artifact);
	const named = all.filter(({ name }) => fits(name)).toSorted(byName);
	const expired = named.filter(({ isExpired }) => isExpired);
	const there = named.filter(({ isExpired }) => !isExpired);
	const gone =
		expired.length === 0 ? null : `${listed(expired)} ${expired.length === 1 ? 'has' : 'have'} expired on the host`;
	if (source.artifact !== null || runner === 'local' || runner === 'memory') return { artifacts: there, leftOut: gone };
	const taken = take(there, limits);
	const left = there.filter((one) => !taken.includes(one));
	const rest =
		left.length === 0
			? null
			: `${listed(left)} ${left.length === 1 ? 'was' : 'were'} not looked into (at most ${limits.artifacts} artifacts and ${megabytes(limits.artifactBytes)}); name the artifact of this source in signalbox.yaml`;
	return { artifacts: taken, leftOut: [gone, rest].filter((part) => part !== null).join('; ') || null };
}

function take(
	there: readonly Artifact[],
	limits: Pick<EvidenceLimits, 'artifacts' | 'artifactBytes'>,
): readonly Artifact[] {
	const taken: Artifact[] = [];
	let bytes = 0;
	for (const one of there.toSorted((a, b) => Number(reportNames.test(b.name)) - Number(reportNames.test(a.name)))) {
		if (taken.length >= limits.artifacts || bytes + (one.sizeBytes ?? 0) > limits.artifactBytes) continue;
		bytes += one.sizeBytes ?? 0;
		taken.push(one);
	}
	return taken.toSorted(byName);
}

function byName(one: Artifact, other: Artifact): number {
	if (one.name !== other.name) return one.name < other.name ? -1 : 1;
	return one.id < other.id ? -1 : 1;
}

function listed(artifacts: readonly Artifact[]): string {
	const names = artifacts.slice(0, 3).map(({ name }) => name.slice(0, 80));
	const more = artifacts.length - names.length;
	return `${artifacts.length === 1 ? 'artifact' : 'artifacts'} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
