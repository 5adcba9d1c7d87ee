/** Which services, or which group of them: found by typing, also among 300. */
import { ChevronDown } from 'lucide-react';
import { type ReactElement, useMemo, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import type { DeliveryAsk } from '../../store/delivery-address.ts';
import { useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { DialogTrigger, Popover } from '../../ui/dialog.tsx';
import { SearchField } from '../../ui/field.tsx';
import styles from './choices.module.css';

type Scope = Pick<DeliveryAsk, 'services' | 'group'>;

/** "All services", "shop (12 services)", "checkout", "checkout and 2 more". */
export function scopeWords({ services, group }: Scope): string {
	if (group !== null) return group;
	const [first] = services;
	if (first === undefined) return 'All services';
	return services.length === 1 ? first : `${first} and ${formatCount(services.length - 1)} more`;
}

export function ScopeChoice({
	scope,
	onChange,
}: {
	readonly scope: Scope;
	readonly onChange: (scope: Scope) => void;
}): ReactElement {
	return (
		<DialogTrigger>
			<Button
				icon={<ChevronDown size={14} className={cx(styles.chevron)} />}
				aria-label={`Services: ${scopeWords(scope)}`}
			>
				{scopeWords(scope)}
			</Button>
			<Popover label="Services" placement="bottom start" className={styles.popover}>
				<Choice scope={scope} onChange={onChange} />
			</Popover>
		</DialogTrigger>
	);
}

function Choice({
	scope,
	onChange,
}: {
	readonly scope: Scope;
	readonly onChange: (scope: Scope) => void;
}): ReactElement {
	const services = useRoom((room) => room.delivery.services);
	const groups = useRoom((room) => room.delivery.groups);
	const [typed, setTyped] = useState('');
	const items = useMemo(() => {
		const wanted = typed.trim().toLowerCase();
		const all = [
			...groups.map(({ name, services: of }) => ({
				id: `group ${name}`,
				label: name,
				detail: formatCounted(of.length, 'service'),
			})),
			...services.map((name) => ({ id: `service ${name}`, label: name, detail: '' })),
		];
		return wanted === '' ? all : all.filter(({ label }) => label.toLowerCase().includes(wanted));
	}, [services, groups, typed]);
	const chosen = new Set([
		...(scope.group === null ? [] : [`group ${scope.group}`]),
		...scope.services.map((name) => `service ${name}`),
	]);
	const choose = (keys: ReadonlySet<string>): void => onChange(nextScope(scope, chosen, keys));
	return (
		<div className={styles.choice}>
			<div className={styles.choiceHead}>
				<SearchField label="Find a service" placeholder="Find a service" value={typed} onChange={setTyped} />
				<Button size="s" onPress={() => onChange({ services: [], group: null })} isDisabled={chosen.size === 0}>
					All services
				</Button>
			</div>
			<ScopeList items={items} chosen={chosen} onChoose={choose} />
		</div>
	);
}

interface ScopeItem {
	readonly id: string;
	readonly label: string;
	readonly detail: string;
}

function ScopeList(props: {
	readonly items: readonly ScopeItem[];
	readonly chosen: ReadonlySet<string>;
	readonly onChoose: (keys: ReadonlySet<string>) => void;
}): ReactElement {
	return (
		<ListBox
			aria-label="Groups and services"
			selectionMode="multiple"
			selectionBehavior="toggle"
			escapeKeyBehavior="none"
			items={props.items}
			selectedKeys={props.chosen}
			onSelectionChange={(keys) => {
				if (keys !== 'all') props.onChoose(new Set([...keys].map(String)));
			}}
			renderEmptyState={() => <p className="faint">Nothing has that name.</p>}
			className={cx(styles.list)}
		>
			{(item) => (
				<ListBoxItem id={item.id} textValue={item.label} className={cx(styles.option)}>
					{({ isSelected }) => (
						<>
							<span className={styles.box} data-checked={isSelected} aria-hidden="true" />
							<span className={styles.name}>{item.label}</span>
							<span className="faint">{item.detail}</span>
						</>
					)}
				</ListBoxItem>
			)}
		</ListBox>
	);
}

/** A group stands alone: choosing one lets the services go, and the other way round. */
export function nextScope(scope: Scope, before: ReadonlySet<string>, keys: ReadonlySet<string>): Scope {
	const added = [...keys].filter((key) => !before.has(key));
	const group = added.find((key) => key.startsWith('group '));
	if (group !== undefined) return { services: [], group: group.slice('group '.length) };
	if (added.length > 0)
		return { services: [...scope.services, ...added.map((key) => key.slice('service '.length))], group: null };
	return {
		services: scope.services.filter((name) => keys.has(`service ${name}`)),
		group: scope.group !== null && keys.has(`group ${scope.group}`) ? scope.group : null,
	};
}
