/** Deployments, flags, migrations and incidents on one axis; an incident lights up what may have caused it. */
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { createCalendar } from '../../../shared/domain/delivery/calendar.ts';
import type { TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import { ok } from '../../../shared/domain/result.ts';
import { addresses } from '../../store/address.ts';
import { type DeliveryAsk, periodOf } from '../../store/delivery-address.ts';
import { useHost, useRoom } from '../../store/hooks.ts';
import { useDeliveryAnswer } from '../../store/use-delivery-answer.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AskChoices } from '../delivery/ask-choices.tsx';
import { useTimelineAsk } from '../delivery/use-ask.ts';
import { IncidentPanel, type Looked } from './incident-panel.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { TimelineChart } from './timeline-chart.tsx';
import { TimelineList } from './timeline-list.tsx';
import type { Span } from './timeline-model.ts';
import styles from './timeline.module.css';
import { ZoomTools } from './zoom-tools.tsx';

const hour = 3_600_000;
/** Drawn at most; the room says how many there are. */
const mostItems = 2_000;

export function TimelineScreen({ query }: { readonly query: string }): ReactElement {
	const { mayAct } = useHost();
	const isReady = useRoom((room) => room.delivery.isReady);
	const trouble = useRoom((room) => room.delivery.problem);
	const [isNoting, setNoting] = useState(false);
	useTitle('Timeline');
	return (
		<>
			<PageHead
				title="Timeline"
				under="What changed in production, and what went wrong, on one axis. Choose an incident to see what may have caused it."
				actions={
					<>
						<LinkButton href={addresses.history}>History of this control room</LinkButton>
						{mayAct && <Button onPress={() => setNoting(true)}>Note an incident</Button>}
					</>
				}
			/>
			{trouble !== null && <Problem problem={trouble} />}
			{trouble === null && (isReady ? <Timeline query={query} /> : <Skeleton rows={8} label="Reading the facts" />)}
			{isNoting && <NoteDialog known={null} onClose={() => setNoting(false)} />}
		</>
	);
}

/** The window that is shown: the period's, until it is zoomed. */
function useSpan(period: { readonly from: string; readonly to: string }) {
	const zone = useRoom((room) => room.delivery.zone);
	const calendar = useMemo(() => createCalendar(zone), [zone]);
	const [zoom, setZoom] = useState<(Span & { readonly of: string }) | null>(null);
	const of = `${period.from} ${period.to}`;
	const whole = calendar.spanOf(period);
	return {
		zone,
		whole,
		span: zoom?.of === of ? { from: zoom.from, to: zoom.to } : whole,
		isZoomed: zoom?.of === of,
		setSpan: (span: Span | null) => setZoom(span === null ? null : { ...span, of }),
	};
}

/** A link may lead to an incident outside of the period: the window goes there once, and then where it is moved to. */
function useIncidentInSight(incident: TimelineItem | null, span: Span, show: (at: number) => void): void {
	const [shown, setShown] = useState<string | null>(null);
	useEffect(() => {
		if (incident === null || incident.ref === shown) return;
		setShown(incident.ref);
		if (incident.at < span.from || incident.at >= span.to) show(incident.at);
	}, [incident, shown, span, show]);
}

/** What happened in the window, and what is suspected of the chosen incident. */
function useTimeline(ask: DeliveryAsk, span: Span, lookBackMs: number) {
	const scope = { services: [...ask.services], group: ask.group, environments: [...ask.environments] };
	const asked = { scope, from: Math.max(0, Math.round(span.from)), to: Math.round(span.to), limit: mostItems };
	const timeline = useDeliveryAnswer(JSON.stringify(asked), (delivery) => delivery.timeline(asked));
	const { incident } = ask;
	const suspects = useDeliveryAnswer<Looked | null>(`${incident ?? ''} ${lookBackMs}`, async (delivery) =>
		incident === null ? ok(null) : delivery.suspects({ incident, lookBackMs }),
	);
	return { timeline, suspects, looked: incident === null || suspects.isStale ? null : suspects.value };
}

function Timeline({ query }: { readonly query: string }): ReactElement {
	const state = useTimelineAsk(query);
	const { ask, change } = state;
	const today = useRoom((room) => room.delivery.today);
	const { zone, whole, span, isZoomed, setSpan } = useSpan(periodOf(ask, today));
	const [lookBackMs, setLookBack] = useState(24 * hour);
	const { timeline, suspects, looked } = useTimeline(ask, span, lookBackMs);
	const { value } = timeline;
	const show = (at: number): void => setSpan({ from: at - 36 * hour, to: at + 12 * hour });
	useIncidentInSight(looked?.incident ?? null, span, show);
	return (
		<>
			<AskChoices state={state}>
				<ZoomTools
					span={span}
					whole={isZoomed ? whole : null}
					centre={looked?.incident.at ?? null}
					onChange={setSpan}
				/>
			</AskChoices>
			{timeline.problem !== null && (
				<Problem problem={timeline.problem} actions={<Button onPress={timeline.again}>Ask again</Button>} />
			)}
			{value === null && timeline.problem === null && <Skeleton rows={6} label="Reading what happened" />}
			{value !== null && (
				<div className={styles.page} data-waiting={timeline.isStale} aria-busy={timeline.isStale}>
					<Happened
						{...{ value, span, zone, looked, suspects, lookBackMs }}
						incident={ask.incident}
						onChoose={(ref) => change({ incident: ref })}
						onLookBack={setLookBack}
						onShow={show}
					/>
				</div>
			)}
		</>
	);
}

/** The axis, the chosen incident below it, and all of it as rows. */
function Happened(props: {
	readonly value: { readonly items: readonly TimelineItem[]; readonly total: number };
	readonly span: Span;
	readonly zone: string;
	/** The chosen one; null: none is. */
	readonly incident: string | null;
	readonly looked: Looked | null;
	readonly suspects: Parameters<typeof IncidentPanel>[0]['answer'];
	readonly lookBackMs: number;
	readonly onChoose: (ref: string | null) => void;
	readonly onLookBack: (ms: number) => void;
	readonly onShow: (at: number) => void;
}): ReactElement {
	const { value, zone, incident, looked, onChoose } = props;
	const drawn = { items: value.items, zone, chosen: incident, suspects: looked?.suspects ?? null, onChoose };
	return (
		<>
			<Card>
				<TimelineChart {...drawn} total={value.total} span={props.span} />
			</Card>
			<div className={styles.body} data-open={incident !== null}>
				{incident !== null && (
					<IncidentPanel
						key={incident}
						answer={props.suspects}
						{...{ looked, zone }}
						lookBackMs={props.lookBackMs}
						onLookBack={props.onLookBack}
						onShow={props.onShow}
						onClose={() => onChoose(null)}
					/>
				)}
				<AllItems {...drawn} />
			</div>
		</>
	);
}

function AllItems(props: Parameters<typeof TimelineList>[0]): ReactElement {
	return (
		<Card title="All of it, newest first">
			{props.items.length === 0 ? (
				<EmptyState title="Nothing is known of these days" level="h3">
					Deployments of this control room stand here by themselves; sources of facts bring the others, with flags,
					migrations and incidents. Choose other days, or <a href={addresses.facts}>see what is connected</a>.
				</EmptyState>
			) : (
				<TimelineList {...props} />
			)}
		</Card>
	);
}
