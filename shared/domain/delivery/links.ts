/** What could not be linked, and what may be done about it by hand. */
import type { FactRef } from './facts.ts';

export const unlinkedKinds = [
	/** A deployment whose source named no commit: it has no lead times. */
	'deployment-without-commit',
	/** It named one that no repository here has. */
	'deployment-with-unknown-commit',
	/** An incident of no service that is known: it counts nowhere. */
	'incident-without-service',
	/** An incident that no deployment is shown to have caused; said by hand it leaves the list. */
	'incident-without-deployment',
] as const;
export type UnlinkedKind = (typeof unlinkedKinds)[number];

export interface UnlinkedItem {
	readonly kind: UnlinkedKind;
	readonly ref: FactRef;
	readonly title: string;
	readonly service: string | null;
	readonly environment: string | null;
	readonly at: number;
	/** What it means for the numbers. */
	readonly meaning: string;
	/** What it could be linked to, likeliest first, at most 10: deployments, commits (hash) or services (name). */
	readonly candidates: readonly { readonly id: string; readonly label: string; readonly detail: string }[];
	readonly url: string | null;
}
