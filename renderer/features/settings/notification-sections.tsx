import type { ReactElement } from 'react';
import { localTimeOf } from '../../../shared/shell/quiet-hours.ts';
import type { NotificationKind, ShellSettings } from '../../../shared/shell/settings.ts';
import { AnyOf } from '../../ui/choice.tsx';
import { useNowText } from '../../ui/clock.tsx';
import { Field } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { dayNames, isTimeOfDay, quietWords } from './quiet-words.ts';
import { SaveNote } from './save-note.tsx';
import { Section } from './section.tsx';
import styles from './settings.module.css';
import { useSaved } from './use-saved.ts';
import type { SectionProps } from './window-sections.tsx';

const kinds: readonly { readonly id: NotificationKind; readonly label: string }[] = [
	{ id: 'verdict', label: 'A verdict that needs you' },
	{ id: 'approval', label: 'Something waits for your approval' },
	{ id: 'finished', label: 'A release has finished' },
	{ id: 'failed', label: 'A release failed, or needs you at once' },
];

/** Monday first, as calendars here have it. */
const days = [1, 2, 3, 4, 5, 6, 0].map((day) => ({
	id: String(day),
	label: (dayNames[day] ?? '').slice(0, 3),
	name: dayNames[day] ?? '',
}));

export function NotificationSections({ view, isLocked }: SectionProps): ReactElement {
	if (!view.can.notify) {
		return (
			<Section title="Notifications and quiet hours">
				<p className={styles.hint}>
					{view.host === 'browser'
						? 'In the browser, what happens shows in this window alone: as a toast, in the notices and in the title of the tab. The desktop application can notify you.'
						: 'This system shows no notifications, so there is nothing to set.'}
				</p>
			</Section>
		);
	}
	return (
		<>
			<Notifications view={view} isLocked={isLocked} />
			<QuietHours view={view} isLocked={isLocked} />
		</>
	);
}

function Notifications({ view, isLocked }: SectionProps): ReactElement {
	const { notifications } = view.settings;
	const enabled = useSaved(notifications.enabled, (now, value) => ({
		notifications: { ...now.notifications, enabled: value },
	}));
	const chosen = useSaved<readonly NotificationKind[]>(notifications.kinds, (now, value) => ({
		notifications: { ...now.notifications, kinds: [...value] },
	}));
	return (
		<Section title="Notifications" about="One for each event that needs a person.">
			<Switch label="Show notifications" isOn={enabled.value} onChange={enabled.save} isDisabled={isLocked} />
			<SaveNote state={enabled.state} />
			<AnyOf
				label="About"
				options={kinds}
				value={chosen.value}
				onChange={chosen.save}
				isDisabled={isLocked || !enabled.value}
			/>
			<SaveNote state={chosen.state} />
		</Section>
	);
}

function QuietHours({ view, isLocked }: SectionProps): ReactElement {
	const hours = view.settings.quietHours;
	const enabled = useSaved(hours.enabled, (now, value) => ({ quietHours: { ...now.quietHours, enabled: value } }));
	const chosen = useSaved<readonly string[]>(hours.days.map(String), (now, value) => ({
		quietHours: { ...now.quietHours, days: value.map(Number) },
	}));
	const through = useSaved(hours.letFailuresThrough, (now, value) => ({
		quietHours: { ...now.quietHours, letFailuresThrough: value },
	}));
	const isOff = isLocked || !enabled.value;
	return (
		<Section title="Quiet hours" about="What came meanwhile is told once they are over.">
			<Switch label="Keep still at set hours" isOn={enabled.value} onChange={enabled.save} isDisabled={isLocked} />
			<SaveNote state={enabled.state} />
			<div className={styles.row}>
				<Clock label="From" edge="from" hours={hours} isDisabled={isOff} />
				<Clock label="To" edge="to" hours={hours} isDisabled={isOff} />
			</div>
			<AnyOf
				label="Days on which they begin"
				options={days}
				value={chosen.value}
				onChange={chosen.save}
				isDisabled={isOff}
				tight
			/>
			<SaveNote state={chosen.state} />
			<Switch
				label="Let failures through all the same"
				isOn={through.value}
				onChange={through.save}
				isDisabled={isOff}
			/>
			<SaveNote state={through.state} />
			<NextQuiet hours={hours} />
		</Section>
	);
}

function NextQuiet({ hours }: { readonly hours: ShellSettings['quietHours'] }): ReactElement {
	const words = useNowText((now) => quietWords(hours, localTimeOf(new Date(now))));
	return <p className={styles.hint}>{words}</p>;
}

function Clock(props: {
	readonly label: string;
	readonly edge: 'from' | 'to';
	readonly hours: ShellSettings['quietHours'];
	readonly isDisabled: boolean;
}): ReactElement {
	const { label, edge, hours, isDisabled } = props;
	const time = useSaved(hours[edge], (now, value) => ({ quietHours: { ...now.quietHours, [edge]: value } }));
	const isTime = isTimeOfDay(time.value);
	const save = (): void => {
		if (isTime && time.value !== hours[edge]) time.save(time.value);
	};
	return (
		<div className={styles.time}>
			<Field
				label={label}
				value={time.value}
				onChange={time.type}
				onBlur={save}
				onKeyDown={(event) => event.key === 'Enter' && save()}
				isDisabled={isDisabled}
				inputMode="numeric"
				placeholder="22:00"
				error={isTime ? undefined : 'Write hours and minutes, such as 22:00. Not saved yet.'}
			/>
			<SaveNote state={time.state} />
		</div>
	);
}
