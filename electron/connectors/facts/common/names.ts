/** Their names to ours. */
import type { ServiceNames } from '../../../../shared/config/delivery-model.ts';
import type { Tier } from '../../../../shared/domain/release.ts';

type Names = Readonly<Record<string, string>>;

function entryOf(names: Names, name: string): string | null {
	return Object.hasOwn(names, name) ? (names[name] ?? null) : null;
}

/**
 * The service that a source means by any of these names or ids; the first that is written in `services` wins, then the first
 * that is a name of ours. Null where nobody knows.
 */
export function serviceOf(
	services: ServiceNames,
	candidates: readonly (string | null | undefined)[],
	isOurs: (name: string) => boolean = () => false,
): string | null {
	const said = candidates.flatMap((name) => (name ? [name.trim()] : [])).filter((name) => name !== '');
	for (const name of said) {
		const entry = entryOf(services, name);
		if (entry !== null) return entry;
	}
	return said.find((name) => isOurs(name)) ?? null;
}

/** Our name of an environment: as written in `environments`, or the same. */
export function environmentOf(environments: Names, name: string): string {
	return entryOf(environments, name.trim()) ?? name.trim();
}

/** Of an incident: null is production, however the source calls it. */
export function incidentEnvironmentOf(environments: Names, name: string | null | undefined): string | null {
	const said = name?.trim() ?? '';
	if (said === '') return null;
	return entryOf(environments, said) ?? (tierOfName(said) === 'production' ? null : said);
}

/** Words in names of environments, as GitLab tells tiers: https://docs.gitlab.com/ci/environments/#deployment-tier-of-environments */
const tierWords: readonly (readonly [Tier, RegExp])[] = [
	['staging', /^(?:st(?:a)?g(?:e|ing)?|pre(?:prod|production|view)?|uat|demo|model|non-?prod)$/],
	['testing', /^(?:te?st(?:ing)?|integration|int|acc(?:eptance)?|qa|qc|e2e|ci)$/],
	['development', /^(?:dev(?:el|elop|elopment)?|review|trunk|local|sandbox)$/],
	['production', /^(?:pr(?:o)?d(?:uction)?|live)$/],
];

/**
 * The tier that the name of an environment tells: "prod-eu" is production, "pre-prod" is not. A name that tells nothing is
 * `development`, because what is taken for production by mistake would spoil every number.
 */
export function tierOfName(name: string): Tier {
	const words = name.toLowerCase().split(/[^a-z0-9]+|(?<=[a-z])(?=\d)/);
	const isNot = words.some((word) => word === 'non' || word === 'not' || word === 'pre');
	if (isNot) return 'staging';
	return tierWords.find(([, form]) => words.some((word) => form.test(word)))?.[0] ?? 'development';
}
