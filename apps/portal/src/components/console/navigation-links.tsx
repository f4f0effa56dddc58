'use client';

import {
  IconBooks,
  IconBuildingCommunity,
  IconCalendarRepeat,
  IconLayoutDashboard,
  IconListDetails,
  IconMailForward,
  IconStack2,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './navigation-links.module.css';

const places = [
  { href: '/console', text: 'Overview', Icon: IconLayoutDashboard },
  { href: '/console/tenants', text: 'Tenants', Icon: IconBuildingCommunity },
  { href: '/console/runs', text: 'Runs', Icon: IconListDetails },
  { href: '/console/batches', text: 'Batches', Icon: IconStack2 },
  { href: '/console/schedules', text: 'Schedules', Icon: IconCalendarRepeat },
  { href: '/console/jobs', text: 'Jobs', Icon: IconBooks },
  { href: '/console/invitations', text: 'Invitations', Icon: IconMailForward },
];

/** The console's places; the one that holds the present page is marked. */
export function NavigationLinks({ onFollow }: { onFollow?: () => void }) {
  const path = usePathname();
  return (
    <ul className={classes.list}>
      {places.map(({ href, text, Icon }) => {
        const here = href === '/console' ? path === href : path === href || path.startsWith(`${href}/`);
        return (
          <li key={href}>
            <Link href={href} className={classes.link} aria-current={here ? 'page' : undefined} onClick={() => onFollow?.()}>
              <Icon size={18} stroke={1.7} aria-hidden="true" />
              {text}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
