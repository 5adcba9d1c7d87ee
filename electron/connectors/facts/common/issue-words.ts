/** What people write into issues about incidents: fields at the beginnings of lines, and labels with a colon. */
import type { IncidentSeverity } from '../../../../shared/domain/delivery/facts.ts';
import { millisOf } from './instants.ts';
import { severityOf } from './severity.ts';

export interface IssueWords {
	readonly causedBy: readonly string[];
	readonly isNotFromChange: boolean;
	readonly severity: IncidentSeverity;
	/** As it is written; null where nothing is. */
	readonly service: string | null;
	readonly environment: string | null;
	/** ms; null where it is not written, or is no instant with an offset. */
	readonly startedAt: number | null;
	readonly detectedAt: number | null;
	readonly resolvedAt: number | null;
}

/** Longer bodies are cut: what is asked for stands at their beginning. */
const mostLetters = 20_000;
const mostCauses = 20;
/** Longer words are no version and no address of one; looking for one in them would take seconds. */
const longestWord = 500;

/** `Root cause: v2.3.1`, `**Caused by**: abc1234`, `- caused-by: ...`, in a line of its own. */
function fieldsOf(body: string): ReadonlyMap<string, string> {
	const fields = new Map<string, string>();
	for (const line of body.slice(0, mostLetters).split(/\r?\n/)) {
		const [, name = '', value = ''] =
			/^[\s>*_#-]{0,10}([A-Za-z][A-Za-z -]{1,30}?)[*_]{0,3}\s?:[*_]{0,3}\s+(\S.*)$/.exec(line) ?? [];
		const key = name.trim().toLowerCase().replaceAll(/[ -]+/g, '-');
		if (key !== '' && !fields.has(key)) fields.set(key, value.trim());
	}
	return fields;
}

/** `service: checkout`, `severity::high`, `env/staging` among labels. */
function labelOf(labels: readonly string[], names: readonly string[]): string | null {
	for (const label of labels) {
		const [, name = '', value = ''] = /^([A-Za-z]+)\s?(?:::?|\/|=)\s?(\S.*)$/.exec(label.trim()) ?? [];
		if (names.includes(name.toLowerCase())) return value.trim();
	}
	return null;
}

/** Hashes, and versions with a number: `v2.3.1` also as `2.3.1`, because nobody agrees on the v. */
function causesIn(text: string): readonly string[] {
	const words = text.replaceAll(/[`*_[\]()<>]/g, ' ').split(/[\s,;]+/);
	const causes = words
		.filter(({ length }) => length <= longestWord)
		.flatMap((word) => {
			const bare = word.replace(/[.:]+$/, '');
			const hash = /(?:^|\/commit\/|@)([0-9a-f]{7,64})$/i.exec(bare)?.[1];
			if (hash !== undefined && /[0-9]/.test(hash)) return [`commit:${hash.toLowerCase()}`];
			const version = /(?:^|\/tag\/|^version:)(v?\d+(?:\.\d+)+[\w.+-]*)$/i.exec(bare)?.[1];
			if (version === undefined) return [];
			return [`version:${version}`, ...(/^v/i.test(version) ? [`version:${version.slice(1)}`] : [])];
		});
	return [...new Set(causes)].slice(0, mostCauses);
}

const notFromChange =
	/^(?:no(?:t)?[- ](?:from[- ]|caused[- ]by[- ])?(?:a[- ])?(?:change|deployment|release)|none|not-from-change)\b/i;

/** Labels win over the text, because they are chosen and not told. */
export function readIssueWords(body: string | null, labels: readonly string[]): IssueWords {
	const fields = fieldsOf(body ?? '');
	const field = (...names: readonly string[]) =>
		names.map((name) => fields.get(name)).find((value) => value !== undefined) ?? null;
	const cause = field('root-cause', 'caused-by', 'cause');
	return {
		causedBy: cause === null ? [] : causesIn(cause),
		isNotFromChange: labels.some((label) => notFromChange.test(label.trim())) || notFromChange.test(cause ?? ''),
		severity: severityOf([...labels, field('severity', 'priority')]),
		service: labelOf(labels, ['service', 'component', 'app']) ?? field('service', 'component'),
		environment: labelOf(labels, ['environment', 'env']) ?? field('environment'),
		startedAt: millisOf(field('started', 'began', 'start', 'started-at')),
		detectedAt: millisOf(field('detected', 'detected-at')),
		resolvedAt: millisOf(field('resolved', 'ended', 'resolved-at')),
	};
}
