/** What sources of facts know of the project that they are of. */
import type { Tier } from '../../../../shared/domain/release.ts';
import { tierOfName } from './names.ts';
import type { FactsHttpDeps } from './http.ts';

export interface ProjectFactsDeps extends FactsHttpDeps {
	/** Tier of an environment of signalbox.yaml; null for one that only facts name. Absent: the file names none. */
	readonly tierOf?: (service: string, environment: string) => Tier | null;
}

/** As the file has it, else as the name tells. */
export function tierIn({ tierOf }: ProjectFactsDeps, service: string, environment: string): Tier {
	return tierOf?.(service, environment) ?? tierOfName(environment);
}

/** Environments that live as long as a change: each would be an environment of its own that nobody looks at. */
export function isPreview(environment: string): boolean {
	return /^(?:pr|mr|pull|preview|review|branch)(?:[-_/ ]|\d|$)/i.test(environment.trim());
}
