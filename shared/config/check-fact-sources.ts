/** Rules of `delivery.sources` that look at more than one field. */
import { travelsInTheClear } from '../domain/web-address.ts';
import { factSourceId, formatByName } from './build-fact-sources.ts';
import type { FileFactSource } from './file/fact-sources.ts';
import type { Finding, Report } from './issues.ts';
import { nearest } from './said.ts';
import { type PlacedService, serviceOfPlace } from './service-of-place.ts';
import type { Path } from './source.ts';

/** What the rest of the file knows. */
export interface KnownNames {
	/** Of the file and declared ones. */
	readonly services: readonly string[];
	readonly environments: readonly string[];
	readonly placed: readonly PlacedService[];
}

/** Names of services in a list or mapping that nobody knows. `below` is where each stands. */
export function unknownService(name: string, below: Path, { services }: KnownNames, report: Report): void {
	if (services.includes(name)) return;
	const meant = nearest(name, services);
	const hint = meant === null ? '' : `; did you mean "${meant}"?`;
	const expected = `one of ${services.join(', ')}, or a name listed in delivery.services`;
	report(below, `there is no service "${name}"${hint}`, expected);
}

/** Checks sources that are well formed in themselves. */
export function checkFactSources(
	sources: readonly { readonly value: FileFactSource; readonly path: Path }[],
	known: KnownNames,
): readonly Finding[] {
	const findings: Finding[] = [];
	const ids = new Set<string>();
	for (const { value: source, path } of sources) {
		const report: Report = (below, message, expected = null, severity = 'error') =>
			findings.push({ path: [...path, ...below], message, expected, severity });
		const id = factSourceId(source);
		if (ids.has(id)) {
			const message = `another source is already called ${id}`;
			report(source.id === undefined ? [] : ['id'], message, 'an id of its own');
		}
		ids.add(id);
		checkNames(source, known, report);
		checkTravel(source, report);
		checkKind(source, known, report);
	}
	return findings;
}

function checkNames(source: FileFactSource, known: KnownNames, report: Report): void {
	for (const [theirs, name] of Object.entries(source.services)) {
		unknownService(name, ['services', theirs], known, report);
	}
	if ('service' in source && source.service !== undefined) unknownService(source.service, ['service'], known, report);
	for (const [theirs, name] of Object.entries(source.environments)) {
		checkEnvironment(name, ['environments', theirs], known, report);
	}
	if (source.kind === 'argo') checkEnvironment(source.environment, ['environment'], known, report);
	if (source.kind === 'github' && typeof source.deployments === 'object' && source.deployments !== null) {
		checkEnvironment(source.deployments.environment, ['deployments', 'environment'], known, report);
	}
}

/** An environment may be one that only facts know; one that is nearly the name of another was most likely misspelt. */
function checkEnvironment(name: string, below: Path, { environments }: KnownNames, report: Report): void {
	if (environments.includes(name)) return;
	const meant = nearest(name, environments);
	if (meant === null) return;
	const message = `no service has an environment "${name}"; did you mean "${meant}"?`;
	report(below, message, `one of ${environments.join(', ')}, if it is one of them`, 'warning');
}

function checkTravel(source: FileFactSource, report: Report): void {
	if (source.kind === 'file') return;
	const field = 'api' in source ? 'api' : 'url';
	const address = 'api' in source ? source.api : source.url;
	if (!travelsInTheClear(address)) return;
	const hasSecret =
		('token' in source && source.token !== undefined) ||
		(source.kind === 'alertmanager' && (source.bearer !== undefined || source.password !== undefined));
	if (hasSecret) {
		const message = 'the credentials would travel unencrypted to another machine, so they would never be sent';
		return report([field], message, 'an https address');
	}
	const message =
		'what it tells travels unencrypted from another machine, so whoever is between could change the numbers';
	report([field], message, 'an https address', 'warning');
}

function checkKind(source: FileFactSource, known: KnownNames, report: Report): void {
	if (source.kind === 'github' || source.kind === 'gitlab') return checkHost(source, known, report);
	if (source.kind === 'alertmanager') return checkSignIn(source, report);
	if (source.kind === 'file' && source.format === undefined && formatByName(source.path) === null) {
		report(['format'], 'this field is missing, and the name of the file does not say it', 'csv, json or cdevents');
	}
}

function checkHost(
	source: Extract<FileFactSource, { readonly kind: 'github' | 'gitlab' }>,
	{ placed }: KnownNames,
	report: Report,
): void {
	const { deployments, changes, incidentLabels, service, services } = source;
	const hasDeployments = deployments !== null && deployments !== false;
	if (!hasDeployments && !changes && incidentLabels.length === 0) {
		return report([], 'nothing is read of it', 'deployments, changes or incidentLabels');
	}
	if ((!hasDeployments && incidentLabels.length === 0) || service !== undefined) return;
	const place = source.kind === 'github' ? source.repository : source.project;
	if (Object.keys(services).length > 0 || serviceOfPlace(place, placed) !== null) return;
	const message = 'nothing says which service this is about, so what is read would belong to none';
	report([], message, 'service: NAME, or services: {NAME THERE: NAME HERE}', 'warning');
}

function checkSignIn(source: Extract<FileFactSource, { readonly kind: 'alertmanager' }>, report: Report): void {
	const { bearer, user, password } = source;
	if (user !== undefined && password === undefined)
		report(['password'], 'there is a user but no password', 'a password by reference, such as {env: NAME}');
	if (password !== undefined && user === undefined)
		report(['user'], 'there is a password but no user', 'the user name');
	if (bearer !== undefined && user !== undefined)
		report(['bearer'], 'bearer and user are both set', 'one way to sign in');
}
