import { redirect } from 'next/navigation';

/** The portal's own address is where operators come in; customers come by a link. */
export default function Home(): never {
  redirect('/console');
}
