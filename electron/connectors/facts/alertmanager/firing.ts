/** What fires, between two looks: Alertmanager knows no past, so it is remembered here what it showed. */
import { z } from 'zod';
import type { AlertmanagerFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { incidentSeverities, type IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import { incidentEnvironmentOf, serviceOf } from '../common/names.ts';
import { severityOf } from '../common/severity.ts';
import { notAnId } from '../common/sound.ts';
import { isId, plainText, webAddress } from '../common/text.ts';
import type { Alert } from './schemas.ts';

/** Enough of an alert to tell it again when it is gone. */
export const firingSchema = z.object({
	fingerprint: z.string(),
	startsAt: z.number(),
	offsetMinutes: z.number().nullable(),
	/** When it would have ended had nobody told it again, at the last look. */
	endsAt: z.number(),
	title: z.string(),
	/** Value of the label that names the service. */
	service: z.string().nullable(),
	environment: z.string().nullable(),
	severity: z.enum(incidentSeverities),
	url: z.string().nullable(),
});

export type Firing = z.infer<typeof firingSchema>;

export const identityOf = ({ fingerprint, startsAt }: Firing): string =>
	`${fingerprint}@${new Date(startsAt).toISOString()}`;

const plainLabel = (text: string | undefined): string | null => (text === undefined ? null : plainText(text));

/** An alert that counts, null for one without the labels that are wanted, or why it cannot be understood. */
export function readAlert(config: AlertmanagerFactsConfig, alert: Alert): Firing | string | null {
	const { labels, annotations } = alert;
	const isWanted = Object.entries(config.labels).every(([name, value]) => labels[name] === value);
	if (!isWanted) return null;
	if (!isId(alert.fingerprint)) return notAnId;
	const began = instantOf(alert.startsAt);
	if (began === null) return 'its start is no instant';
	// What is like Alertmanager writes the year 1 where it knows no end; the start stands for "not known" then.
	const ends = millisOf(alert.endsAt) ?? began.at;
	const name = labels['alertname'] ?? alert.fingerprint;
	return {
		...{ fingerprint: alert.fingerprint, startsAt: began.at, offsetMinutes: began.offsetMinutes, endsAt: ends },
		title: plainText(annotations?.['summary'] ?? annotations?.['title'] ?? name),
		service: plainLabel(labels[config.serviceLabel]),
		environment: plainLabel(labels['environment'] ?? labels['env']),
		severity: severityOf([labels['severity'], labels['priority']]),
		url: webAddress(alert.generatorURL),
	};
}

export function factOf(
	config: AlertmanagerFactsConfig,
	firing: Firing,
	resolvedAt: number | null,
	isOurs: (name: string) => boolean,
): IncidentFact {
	return {
		...{ kind: 'incident', source: config.id, nativeId: identityOf(firing), url: firing.url },
		...{ offsetMinutes: firing.offsetMinutes, title: firing.title, severity: firing.severity },
		service: serviceOf(config.services, [firing.service], isOurs),
		sourceService: firing.service,
		environment: incidentEnvironmentOf(config.environments, firing.environment),
		...{ startedAt: firing.startsAt, detectedAt: firing.startsAt, acknowledgedAt: null },
		resolvedAt: resolvedAt === null ? null : Math.max(resolvedAt, firing.startsAt),
		...{ causedBy: [], isNotFromChange: false },
	};
}

/** As long as looks follow each other like this, "seen gone" is near enough to the end. */
const closeLooksMs = 15 * 60 * 1000;

/**
 * When an alert ended that is gone now. Between two looks nobody knows: after a short while it is the second look; after a long one
 * (this machine was off) it is the end that Alertmanager was told last, so that a night is not taken for an outage.
 */
export function endOf(
	firing: Firing,
	looks: { readonly last: number; readonly now: number },
	startsAgainAt: number | null,
) {
	const { last, now } = looks;
	const seenGone = now - last <= closeLooksMs ? now : Math.min(now, Math.max(last, firing.endsAt));
	return startsAgainAt === null ? seenGone : Math.min(seenGone, startsAgainAt);
}
