/** People, releases and places: the small words everything else is made of. */

/** An immutable candidate. Issue by issue it grows commits and artifacts; its version is its identity within a service. */
export interface Release {
	readonly version: string;
	readonly commit: string | null;
	readonly notes: string | null;
	/** It may go out although no run of the service's pipeline made it: somebody wrote so into the file. */
	readonly withoutPipeline?: boolean;
}

export type Tier = 'development' | 'testing' | 'staging' | 'production';

/** Who did it: a named person, a schedule, or the engine itself. */
export type Actor =
	| { readonly kind: 'person'; readonly name: string }
	| { readonly kind: 'schedule'; readonly name: string }
	| { readonly kind: 'engine' };

export const engineActor: Actor = { kind: 'engine' };

/** How an actor is called in a sentence. */
export function actorName(actor: Actor): string {
	return actor.kind === 'engine' ? 'the engine' : actor.name;
}

/** The address of one service in one environment: `checkout/production`. */
export type EnvironmentKey = `${string}/${string}`;

/** Joins the names of a service and an environment; both are kebab-case, so the slash is unambiguous. */
export function environmentKey(service: string, environment: string): EnvironmentKey {
	return `${service}/${environment}`;
}
