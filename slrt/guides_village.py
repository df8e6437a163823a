"""Guides of those who work in the village, and of whoever stands before the door."""

from django.utils.translation import gettext_lazy as _

from slrt.guides import Guide, Task

DOOR = Guide(
    slug="masuk",
    title=_("Sebelum masuk"),
    lede=_("Untuk petugas yang belum bisa masuk, dan untuk warga yang memegang tiket atau surat."),
    tasks=(
        Task(
            slug="tidak-bisa-masuk",
            title=_("Tidak bisa masuk"),
            steps=(
                _("Periksa nama pengguna: huruf kecil, tanpa spasi."),
                _("Tekan Tampilkan di samping kata sandi, lalu periksa huruf besar dan kecilnya."),
                _("Sesudah beberapa kali salah, tunggu sebentar sebelum mencoba lagi. Akun tidak terkunci selamanya."),
                _("Lupa kata sandi? Minta yang baru ke Dinas Sosial. Draf survei tidak hilang."),
            ),
            picture="masuk.png",
            shows=_("Halaman masuk dengan dua kotak: nama pengguna dan kata sandi."),
        ),
        Task(
            slug="tiket",
            title=_("Lihat keluhan dengan tiket"),
            steps=(
                _("Pindai kode QR di tanda terima, atau ketik alamat yang tercetak di bawahnya."),
                _("Baca sampai di mana keluhan Anda dan kapan batas langkah berikutnya."),
                _("Bila keluhan dinyatakan selesai, jawab: sudah tertangani atau belum."),
                _("Simpan tiket itu. Siapa yang memegangnya bisa membuka halaman ini."),
            ),
            picture="tiket.png",
            shows=_("Halaman tiket: langkah yang sudah lewat, langkah sekarang, dan batas waktunya."),
        ),
        Task(
            slug="surat",
            title=_("Periksa surat"),
            steps=(
                _("Pindai kode QR pada surat."),
                _("Baca apakah surat itu sah, kedaluwarsa, atau dicabut."),
                _("Cocokkan nomor, tanggal, dan delapan tanda pertama segel dengan yang tercetak."),
                _("Bila ada yang berbeda, tanyakan kepada kantor penerbit."),
            ),
            picture="surat.png",
            shows=_("Halaman pemeriksaan surat: keadaan, jenis, nomor, tanggal, penerbit, dan segel."),
        ),
    ),
)

OPERATOR = Guide(
    slug="operator",
    title=_("Operator Puskesos"),
    lede=_("Anda mendata keluarga di desa Anda dengan HP, dan mencatat keluhan warga."),
    tasks=(
        Task(
            slug="kirim-survei",
            title=_("Mendata satu keluarga"),
            steps=(
                _("Di Beranda tekan Mulai pendataan, lalu Mulai di samping keluarga. Belum ada? Daftarkan dulu."),
                _("Isi tugas dalam urutan apa pun; jawaban tersimpan sebagai draf."),
                _("Identitas: cocokkan nama dan NIK dengan KTP dan KK yang diperlihatkan."),
                _("Lokasi: di luar rumah tekan Pakai lokasi HP ini, tunggu sampai 50 meter, lalu Pakai titik ini."),
                _("Foto: paling sedikit tujuh, satu untuk tiap bagian rumah. Jangan memotret wajah anak."),
                _("Tekan Tinjau lalu kirim. Sesudah dikirim, simpan nomor tanda terima."),
            ),
            picture="operator-tugas.png",
            shows=_("Daftar tugas satu pendataan: yang sudah selesai dan yang belum."),
        ),
        Task(
            slug="perbaiki",
            title=_("Memperbaiki yang dikembalikan"),
            steps=(
                _("Di beranda, tekan Perlu diperbaiki. Yang paling lama menunggu ada di atas."),
                _("Baca alasan supervisor. Tiap alasan membuka pertanyaan atau foto yang dimaksud."),
                _("Perbaiki hanya yang diminta. Foto yang tidak jelas: ambil ulang di tempat."),
                _("Kirim lagi. Supervisor melihat apa yang berubah."),
            ),
            picture="operator-perbaiki.png",
            shows=_("Pendataan yang dikembalikan: alasan supervisor berdiri di atas daftar tugas."),
        ),
        Task(
            slug="keluhan",
            title=_("Mencatat keluhan warga"),
            steps=(
                _("Buka Keluhan, tekan Catat keluhan. Warga tanpa NIK atau tanpa rumah juga boleh."),
                _("Tulis keluhan dengan kata-kata warga itu sendiri."),
                _("Bila menyangkut kekerasan atau anak, pilih bidang perlindungan: hanya tim kasus yang membacanya."),
                _("Serahkan tanda terima. Dengan kode QR di situ warga mengikuti keluhannya."),
                _("Bisa diselesaikan di desa? Catat hasilnya. Jika tidak, usulkan layanan."),
            ),
            picture="operator-keluhan.png",
            shows=_("Formulir keluhan baru: untuk siapa, tentang apa, dan ceritanya."),
        ),
    ),
)

FACILITATOR = Guide(
    slug="fasilitator",
    title=_("Fasilitator"),
    lede=_("Anda mendampingi warga: mendengar keluhan, berkunjung, dan mengusulkan layanan."),
    tasks=(
        Task(
            slug="tindak-lanjut",
            title=_("Menindaklanjuti keluhan"),
            steps=(
                _("Buka Keluhan. Yang terlambat berdiri di atas dan ditandai."),
                _("Buka satu keluhan dan baca Langkah berikut."),
                _("Hubungi atau kunjungi warga, lalu catat apa yang ditemukan dan apa yang dilakukan."),
                _("Tidak bisa diselesaikan di desa? Teruskan ke Dinas Sosial dengan alasannya."),
            ),
            picture="fasilitator-keluhan.png",
            shows=_("Satu keluhan: keadaannya, batas waktunya, dan langkah berikut."),
        ),
        Task(
            slug="catat",
            title=_("Mencatat hasil kunjungan"),
            steps=(
                _("Cari keluarga itu di Keluarga, buka berkasnya, pilih anggota yang dikunjungi."),
                _("Tekan Catat keluhan pada anggota itu: nama dan alamat tidak perlu diketik lagi."),
                _("Foto berkas atau keadaan bila warga mengizinkan."),
                _("Serahkan tanda terima kepada warga."),
            ),
            picture="fasilitator-catat.png",
            shows=_("Formulir keluhan untuk warga yang dikunjungi."),
        ),
        Task(
            slug="usul-rujukan",
            title=_("Mengusulkan layanan"),
            steps=(
                _("Pada halaman keluhan tekan Usulkan layanan."),
                _("Lihat Yang mungkin cocok: tanda centang berarti syaratnya terpenuhi menurut data."),
                _("Pilih satu layanan, foto berkas yang diminta, lalu simpan."),
                _("Dinas Sosial memberi rekomendasi, orang lain menetapkan. Anda mengikutinya di Rujukan."),
            ),
            picture="fasilitator-rujuk.png",
            shows=_("Daftar layanan yang mungkin cocok untuk satu keluhan."),
        ),
    ),
)

FIELD = Guide(
    slug="lapangan",
    title=_("Survei tanpa sinyal"),
    lede=_("Dengan aplikasi lapangan Anda mendata di rumah warga, juga bila tidak ada sinyal."),
    tasks=(
        Task(
            slug="siapkan-hp",
            title=_("Menyiapkan HP"),
            steps=(
                _("Saat ada sinyal, masuk lalu tekan Buka aplikasi lapangan di beranda."),
                _("Buat PIN 6 angka yang tidak mudah ditebak. PIN membuka data Anda, juga tanpa sinyal."),
                _("Tunggu sampai tertulis Daftar diambil. Keluarga desa Anda sekarang ada di HP."),
                _("Tambahkan aplikasi ke layar utama lewat menu peramban, supaya HP tidak menghapus data sendiri."),
                _("Coba dahulu dengan Menu, Latihan. Latihan tidak pernah dikirim."),
            ),
            picture="lapangan-pin.png",
            shows=_("Halaman untuk membuat PIN enam angka di HP."),
        ),
        Task(
            slug="tanpa-sinyal",
            title=_("Mendata di rumah warga"),
            steps=(
                _("Cari keluarga itu dengan nama atau dusun. Tidak ada? Tekan Keluarga baru."),
                _("Bacakan persetujuan. Warga setuju? Beri centang, lalu tekan Mulai survei."),
                _("Isi enam tugas dalam urutan apa pun. Tersimpan di HP ini berarti aman."),
                _("Ambil foto satu per satu. Bila HP kembali ke awal, aplikasi menyebut foto yang harus diulang."),
                _("Tekan Tinjau jawaban, baca sekali lagi bersama warga, lalu tekan Kirim survei."),
            ),
            picture="lapangan-tugas.png",
            shows=_("Daftar tugas satu survei di HP: yang selesai dan yang belum."),
        ),
        Task(
            slug="sampai-terkirim",
            title=_("Sampai terkirim"),
            steps=(
                _("Buka aplikasi saat ada sinyal: survei terkirim sendiri. Atau tekan Kirim sekarang di Antrean."),
                _("Menunggu foto 5/7 berarti dua foto belum sampai. Jangan hapus data peramban."),
                _("Tulis nomor tanda terima untuk warga sesudah 7/7 sampai."),
                _("HP dipakai bergantian? Tekan Menu, Ganti pengguna. Survei Anda tetap terkunci dan tidak hilang."),
                _("Lupa PIN? Tekan Lupa PIN saat ada sinyal dan tulis kata sandi Anda. Data tidak hilang."),
            ),
            picture="lapangan-kirim.png",
            shows=_("Antrean kirim di HP: yang menunggu, yang sudah sampai, dan tombol Kirim sekarang."),
        ),
    ),
)

VILLAGE = (OPERATOR, FACILITATOR, FIELD)
