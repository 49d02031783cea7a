"""Providers, the words they are found by, and whom they designated."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.enums import DocumentType
from storage.models.base import Base


class Provider(Base):
    """A prestador's sede as REPS knows it; its 12-digit código de habilitación is text, leading zeros and all."""

    __tablename__ = "providers"
    __table_args__ = (CheckConstraint("length(codigo) = 12", name="codigo_has_12_digits"),)

    codigo: Mapped[str] = mapped_column(String(12), primary_key=True)
    nit: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(300))
    sede: Mapped[str] = mapped_column(String(300), default="")
    municipality: Mapped[str] = mapped_column(String(100), default="")
    department: Mapped[str] = mapped_column(String(100), default="")


class ProviderWord(Base):
    """A word by which a sede is found: one of its name, its NIT or its código; see `storage.words`."""

    __tablename__ = "provider_words"
    __table_args__ = (Index("ix_provider_words_codigo", "codigo", "word"),)

    # Compared byte by byte on both databases, so that a prefix is a range of the index.
    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    codigo: Mapped[str] = mapped_column(ForeignKey("providers.codigo", ondelete="CASCADE"), primary_key=True)


class Designation(Base):
    """Whom a provider designated as its delegate (§6.1), from the list the ministry loads."""

    __tablename__ = "designations"
    __table_args__ = (UniqueConstraint("nit", "document_type", "document_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nit: Mapped[str] = mapped_column(String(10))
    document_type: Mapped[DocumentType]
    document_number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
