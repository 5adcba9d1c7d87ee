/** What a report says of its sources: connected, failing, and what is missing with what that means for the numbers. */
import type { FactKind } from '../../../shared/domain/delivery/facts.ts';
import type { ReportSource } from '../../../shared/domain/retrospective/model.ts';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { DeliveryService } from '../delivery-ports.ts';

interface Missing {
	readonly kind: FactKind;
	readonly label: string;
	readonly note: string;
	readonly has: (service: DeliveryService) => boolean;
}

const mayBeMissing: readonly Missing[] = [
	{
		kind: 'commit',
		label: 'Commits',
		note: 'Without its repository the change lead time is not measured',
		has: ({ sources }) => sources.commits,
	},
	{
		kind: 'incident',
		label: 'Incidents',
		note: 'Without incidents change fail rate and recovery time are not measured',
		has: ({ sources }) => sources.incidents,
	},
	{
		kind: 'pipeline-run',
		label: 'Pipeline runs',
		note: 'Without pipeline runs their success is not measured',
		has: ({ sources }) => sources.runs,
	},
	{
		kind: 'test-run',
		label: 'Test results',
		note: 'Without test results flaky tests and suite time are not measured',
		has: ({ sources }) => sources.tests,
	},
];

/** `views` are those on the room, `services` those that the store judges by. */
export function reportSources(
	views: readonly FactSourceView[],
	services: readonly DeliveryService[],
): readonly ReportSource[] {
	return [...views.map(told), ...mayBeMissing.flatMap((missing) => missingSource(missing, services))];
}

function told({ label, kind, state, problem, tells, coveredFrom, syncedAt }: FactSourceView): ReportSource {
	const isFailing = state === 'failing' || problem !== null;
	const note = isFailing ? `Not read to the end: ${problem?.message ?? 'it fails'}` : `Tells ${tells}.`;
	return { label, kind, state: isFailing ? 'failing' : 'connected', note, coveredFrom, syncedTo: syncedAt };
}

function missingSource(
	{ kind, label, note, has }: Missing,
	services: readonly DeliveryService[],
): readonly ReportSource[] {
	const without = services.filter((service) => !has(service)).map(({ name }) => name);
	if (without.length === 0) return [];
	const whose = without.length === services.length ? 'any service of signalbox.yaml' : without.slice(0, 10).join(', ');
	const more = without.length > 10 && without.length < services.length ? ` and ${without.length - 10} more` : '';
	const text = `${note}: none for ${whose}${more}.`;
	return [{ label, kind, state: 'missing', note: text, coveredFrom: null, syncedTo: null }];
}
