/** Events that are a fact by themselves: of services, and of environments. */
import type {
	DeploymentFact,
	Fact,
	TimelineEventFact,
	TimelineEventType,
} from '../../../../../shared/domain/delivery/facts.ts';
import { instantOf } from '../../common/instants.ts';
import { environmentOf, serviceOf, tierOfName } from '../../common/names.ts';
import type { ImportNames } from '../to-fact.ts';
import type { CdEvent } from './schemas.ts';

/** "service/shop" and "daemonset/shop" are shop. */
const lastPart = (id: string): string => id.split('/').at(-1) || id;

export const serviceNameOf = (names: ImportNames, id: string): string =>
	serviceOf(names.services, [id, lastPart(id)]) ?? lastPart(id);

/** Unique within an import: CDEvents asks for id and source together to be. */
const eventId = ({ context }: CdEvent): string => `${context.source}#${context.id}`;

/** Version and commit out of a package URL: `pkg:oci/shop@sha256:..?tag=1.2.3&vcs_url=git+https://..@<sha>`. */
export function artifactOf(id: string | null | undefined): {
	readonly version: string | null;
	readonly commit: string | null;
} {
	const [, at, query = ''] = /^pkg:[^@?#]+(?:@([^?#]+))?(?:\?([^#]*))?/.exec(id ?? '') ?? [];
	const qualifiers = new URLSearchParams(query);
	const version = qualifiers.get('tag') ?? (at === undefined ? null : decode(at));
	const sha = /@([0-9a-f]{7,64})$/i.exec(qualifiers.get('vcs_url') ?? '')?.[1]?.toLowerCase() ?? null;
	return { version: version ?? (id || null), commit: sha ?? (/^[0-9a-f]{40}$/.test(version ?? '') ? version : null) };
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function deployment(names: ImportNames, event: CdEvent, isRollback: boolean): DeploymentFact | string {
	const when = instantOf(event.context.timestamp);
	if (when === null) return 'its timestamp is no instant with an offset';
	const { content } = event.subject;
	const said = content?.environment;
	if (!said) return 'it names no environment';
	const { version, commit } = artifactOf(content.artifactId);
	if (version === null && !isRollback) return 'it names no artifact, so what was deployed is not known';
	const environment = environmentOf(names.environments, said.id);
	return {
		...{ kind: 'deployment', source: names.id, nativeId: eventId(event), url: null, offsetMinutes: when.offsetMinutes },
		...{ service: serviceNameOf(names, event.subject.id), environment, tier: tierOfName(environment) },
		...{ version, commit, startedAt: when.at, firstTrafficAt: null, finishedAt: when.at, outcome: 'succeeded' },
		...{ tookTraffic: true, isRollback: isRollback ? true : null, takesBack: null, isHotfix: null, fixes: [] },
		...{ note: null, actor: null },
	};
}

function timeline(
	names: ImportNames,
	event: CdEvent,
	told: { readonly type: TimelineEventType; readonly verb: string; readonly isService: boolean },
): TimelineEventFact | string {
	const when = instantOf(event.context.timestamp);
	if (when === null) return 'its timestamp is no instant with an offset';
	const { subject } = event;
	const said = told.isService ? subject.content?.environment?.id : subject.id;
	const service = told.isService ? serviceNameOf(names, subject.id) : null;
	const environment = said === undefined ? null : environmentOf(names.environments, said);
	return {
		...{ kind: 'timeline-event', source: names.id, nativeId: eventId(event), url: null },
		...{ offsetMinutes: when.offsetMinutes, type: told.type, service, environment, at: when.at, endedAt: null },
		...{ title: `${service ?? subject.content?.name ?? subject.id} ${told.verb}`, actor: null },
	};
}

type Reader = (names: ImportNames, event: CdEvent) => Fact | string;

const ofService =
	(verb: string): Reader =>
	(names, event) =>
		timeline(names, event, { type: 'other', verb, isService: true });
const ofEnvironment =
	(verb: string): Reader =>
	(names, event) =>
		timeline(names, event, { type: 'configuration', verb, isService: false });

/** By predicate. */
export const singleEvents: Readonly<Record<string, Reader>> = {
	'service.deployed': (names, event) => deployment(names, event, false),
	'service.upgraded': (names, event) => deployment(names, event, false),
	'service.rolledback': (names, event) => deployment(names, event, true),
	'service.published': ofService('opened to users'),
	'service.removed': ofService('removed'),
	'environment.created': ofEnvironment('created'),
	'environment.modified': ofEnvironment('modified'),
	'environment.deleted': ofEnvironment('deleted'),
};
